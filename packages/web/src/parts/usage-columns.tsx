import { cacheHitRate, type UsageTotals } from '@meterline/core';
import { percentText } from '../format/count.ts';
import { Count } from './count.tsx';
import type { Column } from './data-table.tsx';
import { Cost } from './money.tsx';

/**
 * Columns of what each row used, for tables of the parts of a whole.
 *
 * @param calls What calls are named there.
 */
export const usageColumns = <Row,>(
  usageOf: (row: Row) => UsageTotals,
  calls: 'Calls' | 'Hops',
): readonly Column<Row>[] => [
  { id: 'calls', head: calls, number: true, cell: (row) => <Count value={usageOf(row).calls} /> },
  { id: 'tokens', head: 'Tokens', number: true, cell: (row) => <Count value={usageOf(row).tokens.total} /> },
  {
    id: 'cache',
    head: 'From cache',
    number: true,
    wide: true,
    cell: (row) => percentText(cacheHitRate(usageOf(row).tokens)),
  },
  {
    id: 'cost',
    head: 'Cost',
    number: true,
    cell: (row) => <Cost cost={usageOf(row).cost} calls={usageOf(row).calls} />,
  },
];

/** The cost of each row beside that of the dearest, 0 to 1. */
export const shareAmong = <Row,>(rows: readonly Row[], usageOf: (row: Row) => UsageTotals) => {
  const most = Math.max(...rows.map((row) => usageOf(row).cost.listNanoUsd), 1);
  return (row: Row): number => usageOf(row).cost.listNanoUsd / most;
};
