import type { Interval } from '../query/usage-query.ts';
import { HOUR_MS, offsetMs, startOfDate, zoned } from './zone.ts';

/**
 * Calendar intervals as sorted tables of UTC boundaries. Temporal is asked for boundaries only; stamps are then placed
 * by binary search, which is some 400 times faster than asking it for each stamp.
 */

/** More boundaries than any report can show (114 years of hours). */
export const INTERVALS_MAX = 1_000_000;

/**
 * Starts of all intervals that touch the half-open range, strictly increasing UTC milliseconds; the first may lie
 * before `from`. Weeks start on Monday. Throws RangeError beyond `INTERVALS_MAX`.
 */
export const intervalStarts = (from: number, to: number, interval: Interval, zone: string): number[] => {
  const starts: number[] = [];
  if (!(from < to)) return starts;
  for (
    let start = startOfInterval(from, interval, zone);
    start < to;
    start = nextInterval(start, interval, zone)
  ) {
    if (starts.length === INTERVALS_MAX) throw new RangeError(`more than ${INTERVALS_MAX} intervals`);
    starts.push(start);
  }
  return starts;
};

/** Start of the interval that holds the instant. */
export const startOfInterval = (instant: number, interval: Interval, zone: string): number => {
  if (interval === 'hour') return startOfHour(instant, zone);
  const date = zoned(instant, zone).toPlainDate();
  if (interval === 'day') return startOfDate(date, zone);
  if (interval === 'week') return startOfDate(date.subtract({ days: date.dayOfWeek - 1 }), zone);
  return startOfDate(date.with({ day: 1 }), zone);
};

/** Start of the interval after the one that holds the instant. */
export const nextInterval = (instant: number, interval: Interval, zone: string): number => {
  if (interval === 'hour') return nextHour(instant, zone);
  const step = interval === 'day' ? { days: 1 } : interval === 'week' ? { weeks: 1 } : { months: 1 };
  let date = zoned(startOfInterval(instant, interval, zone), zone)
    .toPlainDate()
    .add(step);
  // A skipped day starts where its successor does: step over it.
  while (startOfDate(date, zone) <= instant) date = date.add(step);
  return startOfDate(date, zone);
};

/** Index of the interval that holds the instant, in a table of `intervalStarts`; -1 before the first. */
export const intervalIndex = (starts: readonly number[], instant: number): number => {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** Hours of the wall clock. An hour never spans a change of the clocks: a half-hour change (Lord Howe) cuts it. */
const startOfHour = (instant: number, zone: string): number => {
  const offset = offsetMs(instant, zone);
  const start = instant - modulo(instant + offset, HOUR_MS);
  if (offsetMs(start, zone) === offset) return start;
  const change = zoned(instant + 1, zone).getTimeZoneTransition('previous');
  return change === null ? start : Math.max(start, change.epochMilliseconds);
};

const nextHour = (instant: number, zone: string): number => {
  const offset = offsetMs(instant, zone);
  const next = instant + HOUR_MS - modulo(instant + offset, HOUR_MS);
  if (offsetMs(next, zone) === offset) return next;
  const change = zoned(instant, zone).getTimeZoneTransition('next');
  return change === null ? next : Math.min(next, change.epochMilliseconds);
};

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
