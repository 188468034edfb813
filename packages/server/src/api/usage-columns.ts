import { type Dimension, NANO_PER_USD, type UsageRow, type UsageTotals } from '@meterline/core';
import type { CsvColumn } from './csv-answer.ts';

/** Columns of CSV, with the heads and the figures of `--csv` on the command line. */

const usd = (nanoUsd: number): number => nanoUsd / NANO_PER_USD;

/** Where nothing is priced a cost is empty: unknown is never 0. */
const knownUsd = (totals: UsageTotals, nanoUsd: number): number | null =>
  nanoUsd === 0 && totals.calls > 0 && totals.cost.unpricedCalls >= totals.calls ? null : usd(nanoUsd);

export const TOTALS_COLUMNS: readonly CsvColumn<UsageTotals>[] = [
  { head: 'calls', of: ({ calls }) => calls },
  { head: 'tokens.input', of: ({ tokens }) => tokens.input },
  { head: 'tokens.output', of: ({ tokens }) => tokens.output },
  { head: 'tokens.reasoning', of: ({ tokens }) => tokens.reasoning },
  { head: 'tokens.cacheRead', of: ({ tokens }) => tokens.cacheRead },
  { head: 'tokens.cacheWrite', of: ({ tokens }) => tokens.cacheWrite },
  { head: 'tokens.total', of: ({ tokens }) => tokens.total },
  { head: 'cost.listUsd', of: (totals) => knownUsd(totals, totals.cost.listNanoUsd) },
  { head: 'cost.billedUsd', of: (totals) => knownUsd(totals, totals.cost.billedNanoUsd) },
  { head: 'cost.reportedUsd', of: ({ cost }) => usd(cost.reportedNanoUsd) },
  { head: 'cost.unpricedCalls', of: ({ cost }) => cost.unpricedCalls },
];

/** Columns of a part of a row; empty where it has none. */
export const columnsOf = <Row, Part>(
  columns: readonly CsvColumn<Part>[],
  part: (row: Row) => Part | null | undefined,
  before = '',
): readonly CsvColumn<Row>[] =>
  columns.map(({ head, of }) => ({
    head: `${before}${head}`,
    of: (row) => {
      const found = part(row);
      return found === null || found === undefined ? null : of(found);
    },
  }));

export const isoOf = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

export const usdOrNull = (nanoUsd: number | null): number | null => (nanoUsd === null ? null : usd(nanoUsd));

export const keyColumns = (by: readonly Dimension[]): readonly CsvColumn<Pick<UsageRow, 'key'>>[] =>
  by.map((dimension) => ({ head: dimension, of: ({ key }) => key[dimension] ?? null }));
