import { type Interval, intervalIndex, intervalStarts, type UsageRow } from '@meterline/core';

/** Joins the rows of a period with those of the period before: by key, and over time by the number of the interval. */
export interface Comparing {
  readonly zone: string;
  readonly interval: Interval | undefined;
  readonly range: { readonly from: number; readonly to: number };
  readonly previousRange: { readonly from: number; readonly to: number };
}

const keyOf = (row: UsageRow, position: number): string => JSON.stringify([position, row.key]);

/** `find(row)` gives the row before, if there was one. */
export const previousRows = (
  before: readonly UsageRow[],
  { zone, interval, range, previousRange }: Comparing,
): ((row: UsageRow) => UsageRow | undefined) => {
  const positionIn = ({ from, to }: { from: number; to: number }): ((row: UsageRow) => number) => {
    if (interval === undefined) return () => 0;
    const starts = intervalStarts(from, to, interval, zone);
    return (row) => (row.start === null ? 0 : intervalIndex(starts, row.start));
  };
  const old = positionIn(previousRange);
  const now = positionIn(range);
  const known = new Map(before.map((row) => [keyOf(row, old(row)), row]));
  return (row) => known.get(keyOf(row, now(row)));
};
