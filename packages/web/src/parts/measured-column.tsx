import type { UsageTotals } from '@meterline/core';
import type { ReactNode } from 'react';
import { useMoney } from '../data/use-money.ts';
import { exactCount } from '../format/count.ts';
import { useView } from '../state/use-view.ts';
import type { Metric } from '../state/view.ts';
import { Count } from './count.tsx';
import type { Column } from './data-table.tsx';
import { Delta } from './delta.tsx';
import { Cost } from './money.tsx';
import './measured-column.css';

type Size = Pick<UsageTotals, 'cost' | 'tokens' | 'calls'>;

interface Measured extends Size {
  /** In the period before. */
  readonly previous?: Size | null | undefined;
}

export interface Measuring {
  /** The measure of the page. */
  readonly metric: Metric;
  /** There is a period before to compare with. */
  readonly compare: boolean;
  readonly money: (nanoUsd: number) => string;
}

export const useMeasuring = (previousTotals: Size | null): Measuring => {
  const { view } = useView();
  const money = useMoney();
  const compare = view.compare && previousTotals !== null && previousTotals.calls > 0;
  return { metric: view.metric, compare, money };
};

const FIGURE: Readonly<Record<Metric, (row: Size) => ReactNode>> = {
  cost: ({ cost, calls }) => <Cost cost={cost} calls={calls} />,
  tokens: ({ tokens }) => <Count value={tokens.total} />,
  calls: ({ calls }) => <Count value={calls} />,
};

const HEADS: Readonly<Record<Metric, Pick<Column<never>, 'head' | 'title'>>> = {
  cost: { head: 'Cost', title: 'At API list price' },
  tokens: { head: 'Tokens' },
  calls: { head: 'Calls' },
};

/** A figure; below that of the page's measure by how much it changed, if that is asked. */
export const measuredColumn = <Row extends Measured>(measuring: Measuring, id: Metric): Column<Row> => ({
  id,
  ...HEADS[id],
  number: true,
  sorts: true,
  cell: (row) => (
    <>
      {FIGURE[id](row)}
      {measuring.compare && measuring.metric === id && <Change row={row} {...measuring} />}
    </>
  ),
});

const SIZE: Readonly<Record<Metric, (of: Size) => number>> = {
  cost: ({ cost }) => cost.listNanoUsd,
  tokens: ({ tokens }) => tokens.total,
  calls: ({ calls }) => calls,
};

const Change = ({ row, metric, money }: Measuring & { readonly row: Measured }) => {
  const before = row.previous ?? null;
  if (before === null) return <span className="measured-change muted small">new</span>;
  const was = SIZE[metric](before);
  return (
    <span className="measured-change">
      <Delta
        now={SIZE[metric](row)}
        before={was}
        more={metric === 'cost' ? 'bad' : 'neutral'}
        beforeText={metric === 'cost' ? money(was) : exactCount(was)}
      />
    </span>
  );
};
