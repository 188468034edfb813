import { percentText } from '../../format/count.ts';
import { rateText } from '../../format/rate.ts';
import type { Column } from '../../parts/data-table.tsx';
import { type Measuring, measuredColumn } from '../../parts/measured-column.tsx';
import { Money } from '../../parts/money.tsx';
import { Value } from '../../parts/value.tsx';
import { ratioText } from './ratio-text.ts';
import { SharePair } from './share-pair.tsx';
import type { ModelRow } from './sort-models.ts';

/** A model, or the line below all of them. */
export type ModelLine = ModelRow & { readonly isTotal?: true };

export interface ColumnWorld extends Measuring {
  readonly colourOf: (model: string | null) => string;
  /** The share at which a bar is full. */
  readonly scale: number;
  readonly onOpen: (row: ModelRow) => void;
}

export const modelColumns = (world: ColumnWorld): readonly Column<ModelLine>[] => [
  {
    id: 'model',
    head: 'Model',
    sorts: true,
    cell: (row) => <ModelCell row={row} colourOf={world.colourOf} />,
  },
  measuredColumn(world, 'cost'),
  { id: 'share', head: <ShareHead />, cell: (row) => <Shares row={row} world={world} /> },
  measuredColumn(world, 'tokens'),
  measuredColumn(world, 'calls'),
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
