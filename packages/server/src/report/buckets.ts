import {
  fail,
  HOUR_MS,
  INTERVALS,
  type Interval,
  intervalIndex,
  intervalStarts,
  NO_USAGE,
  nextInterval,
  ok,
  type Result,
  type UsageRow,
  type UsageTotals,
} from '@meterline/core';
import type { BoundRange } from './comparison.ts';

/** Points of a chart: more than any screen has columns for. */
export const MAX_BUCKETS = 1_500;

const DAY_MS = 24 * HOUR_MS;
/** Of the shortest that there are: an estimate by these is never too small by more than one. */
const SHORTEST_MS: Readonly<Record<Interval, number>> = {
  hour: HOUR_MS,
  day: DAY_MS - HOUR_MS,
  week: 7 * DAY_MS - HOUR_MS,
  month: 28 * DAY_MS - HOUR_MS,
};

const atMost = ({ from, to }: BoundRange, interval: Interval): number =>
  Math.ceil((to - from) / SHORTEST_MS[interval]) + 1;

/** Up to how long a range is shown by hours, days and weeks. */
const BY_HOUR_MS = 3 * DAY_MS;
const BY_DAY_MS = 100 * DAY_MS;
const BY_WEEK_MS = 3 * 366 * DAY_MS;

/** The interval that suits a range. */
export const suitingInterval = ({ from, to }: BoundRange): Interval => {
  const span = to - from;
  if (span <= BY_HOUR_MS) return 'hour';
  if (span <= BY_DAY_MS) return 'day';
  return span <= BY_WEEK_MS ? 'week' : 'month';
};

/** The interval whose number of buckets in the range is nearest to a wish. */
export const intervalNear = (range: BoundRange, wish: number): Interval => {
  const farness = (interval: Interval): number => Math.abs(Math.log(atMost(range, interval) / wish));
  return INTERVALS.reduce((best, one) => (farness(one) < farness(best) ? one : best));
};

/** Starts of all buckets of a range, those without calls too; a fault where there are more than `MAX_BUCKETS`. */
export const bucketStarts = (
  range: BoundRange,
  interval: Interval,
  zone: string,
): Result<readonly number[]> => {
  if (atMost(range, interval) <= MAX_BUCKETS + 1) {
    const starts = intervalStarts(range.from, range.to, interval, zone);
    if (starts.length <= MAX_BUCKETS) return ok(starts);
  }
  const coarser = INTERVALS.find((one) => atMost(range, one) <= MAX_BUCKETS);
  return fail(
    'REQUEST_INVALID',
    `The range has more than ${MAX_BUCKETS} buckets of one ${interval}.`,
    coarser === undefined ? 'Take a shorter range.' : `Take a shorter range, or the interval ${coarser}.`,
  );
};

/** Rows of one group over time, laid into the buckets; a bucket without a row has no usage. */
export const intoBuckets = (rows: readonly UsageRow[], starts: readonly number[]): UsageTotals[] => {
  const buckets: UsageTotals[] = starts.map(() => NO_USAGE);
  for (const row of rows) {
    const at = row.start === null ? -1 : intervalIndex(starts, row.start);
    if (at >= 0) buckets[at] = row;
  }
  return buckets;
};

/** Whether the last bucket does not hold all of its time yet: it is still running, or the range cuts it off. */
export const isUnfinished = (
  starts: readonly number[],
  { to }: BoundRange,
  interval: Interval,
  zone: string,
  now: number,
): boolean => {
  const last = starts.at(-1);
  return last !== undefined && nextInterval(last, interval, zone) > Math.min(to, now);
};
