import {
  type Interval,
  intervalIndex,
  intervalStarts,
  type Period,
  previousRange,
  type TimeRange,
  type UsageQuery,
  type UsageResult,
  type UsageRow,
  type UsageTotals,
} from '@meterline/core';
import type { Ledger } from '@meterline/store';
import type { Selection } from './selection.ts';

/** A range with both ends, half-open UTC milliseconds. */
export type BoundRange = Required<TimeRange>;

export interface ComparedRow extends UsageRow {
  /** The same row of the period before; null where it had none. */
  readonly previous: UsageTotals | null;
}

/** The answer to a query beside that of the period before it, to the same point in it. */
export interface Comparison extends Omit<UsageResult, 'rows'> {
  readonly rows: readonly ComparedRow[];
  /** What is compared with. */
  readonly previousRange: BoundRange;
  /** All of it, rows that no longer occur included. */
  readonly previousTotals: UsageTotals;
}

/**
 * Asks a question of its range and of the one before (`previousRange`: today until now against yesterday until the same
 * time). Rows are joined by key, and over time by the number of the interval.
 *
 * @param period What the range is called, where it has a name; decides which range comes before it.
 * @returns Undefined where the range has no beginning or no end.
 */
export const comparison = async (
  ledger: Ledger,
  query: UsageQuery,
  period: Period | undefined,
): Promise<Comparison | undefined> => {
  const { from, to, limit: _, ...unbounded } = query;
  const earlier = previousRange(query, period, query.zone);
  if (earlier === undefined || from === undefined || to === undefined) return undefined;
  const { rows, totals, omittedRows } = await ledger.usage(query);
  const before = await ledger.usage({ ...unbounded, ...earlier });
  const find = previousRows(before.rows, {
    zone: query.zone,
    interval: query.interval,
    range: { from, to },
    previousRange: earlier,
  });
  return {
    rows: rows.map((row) => ({ ...row, previous: totalsOf(find(row)) })),
    totals,
    omittedRows,
    previousRange: earlier,
    previousTotals: before.totals,
  };
};

/** A question that may be compared with the period before. */
export interface ComparedQuery extends Selection {
  /** What the range is called, where it has a name: decides which one comes before it. */
  readonly period: Period | undefined;
  readonly orderBy?: UsageQuery['orderBy'] | undefined;
  /** Whether the period before is asked too. */
  readonly compare?: boolean | undefined;
}

/** The answer to `asked`, with what was before where the query wants that and there is such a range. */
export const comparedUsage = async (
  ledger: Ledger,
  { compare, period }: ComparedQuery,
  asked: UsageQuery,
): Promise<Omit<Comparison, 'previousRange' | 'previousTotals'> & Partial<Comparison>> => {
  const compared = compare === true ? await comparison(ledger, asked, period) : undefined;
  if (compared !== undefined) return compared;
  const { rows, ...sums } = await ledger.usage(asked);
  return { ...sums, rows: rows.map((row) => ({ ...row, previous: null })) };
};

const totalsOf = (row: UsageRow | undefined): UsageTotals | null => {
  if (row === undefined) return null;
  const { calls, errorCalls, tokens, cost } = row;
  return { calls, errorCalls, tokens, cost };
};

interface Joined {
  readonly zone: string;
  readonly interval: Interval | undefined;
  readonly range: BoundRange;
  readonly previousRange: BoundRange;
}

const keyOf = (row: UsageRow, position: number): string => JSON.stringify([position, row.key]);

/** Gives the row before, if there was one. */
const previousRows = (
  before: readonly UsageRow[],
  { zone, interval, range, previousRange: earlier }: Joined,
): ((row: UsageRow) => UsageRow | undefined) => {
  const positionIn = ({ from, to }: BoundRange): ((row: UsageRow) => number) => {
    if (interval === undefined) return () => 0;
    const starts = intervalStarts(from, to, interval, zone);
    return (row) => (row.start === null ? 0 : intervalIndex(starts, row.start));
  };
  const old = positionIn(earlier);
  const now = positionIn(range);
  const known = new Map(before.map((row) => [keyOf(row, old(row)), row]));
  return (row) => known.get(keyOf(row, now(row)));
};
