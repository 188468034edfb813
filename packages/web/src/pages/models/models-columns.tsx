import type { ReactNode } from 'react';
import { exactCount, percentText } from '../../format/count.ts';
import { rateText } from '../../format/rate.ts';
import { Count } from '../../parts/count.tsx';
import type { Column } from '../../parts/data-table.tsx';
import { Delta } from '../../parts/delta.tsx';
import { Cost, Money } from '../../parts/money.tsx';
import { Value } from '../../parts/value.tsx';
import type { Metric } from '../../state/view.ts';
import { ratioText } from './ratio-text.ts';
import { SharePair } from './share-pair.tsx';
import type { ModelRow } from './sort-models.ts';

/** A model, or the line below all of them. */
export type ModelLine = ModelRow & { readonly isTotal?: true };

export interface ColumnWorld {
  readonly colourOf: (model: string | null) => string;
  /** The share at which a bar is full. */
  readonly scale: number;
  readonly metric: Metric;
  /** There is a period before to compare with. */
  readonly compare: boolean;
  readonly money: (nanoUsd: number) => string;
  readonly onOpen: (row: ModelRow) => void;
}

export const modelColumns = (world: ColumnWorld): readonly Column<ModelLine>[] => [
  {
    id: 'model',
    head: 'Model',
    sorts: true,
    cell: (row) => <ModelCell row={row} colourOf={world.colourOf} />,
  },
  {
    id: 'cost',
    head: 'Cost',
    title: 'At API list price',
    number: true,
    sorts: true,
    cell: measured(world, 'cost', (row) => <Cost cost={row.cost} calls={row.calls} />),
  },
  { id: 'share', head: <ShareHead />, cell: (row) => <Shares row={row} world={world} /> },
  {
    id: 'tokens',
    head: 'Tokens',
    number: true,
    sorts: true,
    cell: measured(world, 'tokens', ({ tokens }) => <Count value={tokens.total} />),
  },
  {
    id: 'calls',
    head: 'Calls',
    number: true,
    sorts: true,
    cell: measured(world, 'calls', ({ calls }) => <Count value={calls} />),
  },
  ...rateColumns(world),
];

/** The two bars of a cell, for the eye: colour is money, grey is tokens. */
const ShareHead = () => (
  <span className="share-head">
    Share of cost <span className="muted">and of tokens</span>
  </span>
);

const Shares = ({ row, world }: { readonly row: ModelLine; readonly world: ColumnWorld }) =>
  row.isTotal ? null : (
    <SharePair
      ofCost={isUnpriced(row) ? null : row.shareOfCost}
      ofTokens={row.shareOfTokens}
      scale={world.scale}
      colour={world.colourOf(row.key['model'] ?? null)}
    />
  );

/** What says how a model is used and what it takes for it. */
const rateColumns = ({ onOpen }: ColumnWorld): readonly Column<ModelLine>[] => [
  {
    id: 'costPerCall',
    head: 'A call',
    title: 'Average cost of a call, at list price',
    number: true,
    sorts: true,
    cell: ({ costPerCallNanoUsd }) => <Money nanoUsd={costPerCallNanoUsd} />,
  },
  {
    id: 'ratio',
    head: 'In : out',
    title: 'Tokens sent beside tokens that came back',
    number: true,
    sorts: true,
    cell: ({ outputPerInput }) => ratioText(outputPerInput),
  },
  {
    id: 'cache',
    head: 'From cache',
    title: 'Share of the input that was read from a cache',
    number: true,
    sorts: true,
    cell: ({ cacheHitRate }) => percentText(cacheHitRate),
  },
  {
    id: 'perMillion',
    head: 'Paid for 1M',
    title: 'What a million tokens really cost, cache and all, at list price',
    number: true,
    sorts: true,
    cell: ({ usdPerMillionNanoUsd }) => <Money nanoUsd={usdPerMillionNanoUsd} />,
  },
  {
    id: 'price',
    head: 'List in / out',
    title: 'List price of a million tokens of input and of output, in force now',
    number: true,
    cell: (row) => (row.isTotal ? null : <ListPrice row={row} onOpen={onOpen} />),
  },
];

export const isUnpriced = ({ cost, calls }: ModelRow): boolean => calls > 0 && cost.unpricedCalls >= calls;

const ModelCell = ({
  row,
  colourOf,
}: {
  readonly row: ModelLine;
  readonly colourOf: ColumnWorld['colourOf'];
}) => {
  if (row.isTotal) return <>All models</>;
  const model = row.key['model'] ?? null;
  return (
    <span className="model-name">
      <Value dimension="model" value={model} colour={colourOf(model)} />
      <span className="model-provider">
        <Value dimension="provider" value={row.key['provider'] ?? null} />
      </span>
    </span>
  );
};

/** A figure; below that of the page's measure by how much it changed, if that is asked. */
const measured =
  (world: ColumnWorld, metric: Metric, figure: (row: ModelLine) => ReactNode) => (row: ModelLine) => (
    <>
      {figure(row)}
      {world.compare && world.metric === metric && <Change row={row} world={world} />}
    </>
  );

const Change = ({
  row,
  world: { metric, money },
}: {
  readonly row: ModelLine;
  readonly world: ColumnWorld;
}) => {
  const before = row.previous ?? null;
  if (before === null) return <span className="model-change muted small">new</span>;
  const of = (totals: Pick<ModelRow, 'cost' | 'tokens' | 'calls'>): number =>
    metric === 'cost' ? totals.cost.listNanoUsd : metric === 'tokens' ? totals.tokens.total : totals.calls;
  return (
    <span className="model-change">
      <Delta
        now={of(row)}
        before={of(before)}
        more={metric === 'cost' ? 'bad' : 'neutral'}
        beforeText={metric === 'cost' ? money(of(before)) : exactCount(of(before))}
      />
    </span>
  );
};

/** The price in force; opens all that is known of it. */
const ListPrice = ({ row, onOpen }: { readonly row: ModelRow; readonly onOpen: ColumnWorld['onOpen'] }) => {
  const rates = row.price?.rates;
  const text = (name: string): string => (rates?.[name] === undefined ? '–' : rateText(rates[name]));
  return (
    <button type="button" className="model-price" aria-haspopup="dialog" onClick={() => onOpen(row)}>
      {rates === undefined ? (
        <span className={row.priced === 'zero' ? 'money' : 'money-unpriced'}>
          {row.priced === 'zero' ? 'free' : 'no price'}
        </span>
      ) : (
        `${text('input')} / ${text('output')}`
      )}
      <span aria-hidden="true"> ›</span>
      <span className="hidden">: details of {row.key['model'] ?? 'no model'}</span>
    </button>
  );
};
