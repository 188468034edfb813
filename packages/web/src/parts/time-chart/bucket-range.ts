import type { Interval } from '@meterline/core';
import { dayAfter, lastDayOfMonth } from '../../format/calendar.ts';
import { labelOf } from './bucket-name.ts';

/** The buckets of a chart in time. */
export interface Buckets {
  readonly interval: Interval;
  /** UTC milliseconds at which each starts. */
  readonly starts: readonly number[];
  /** The server's names of them. */
  readonly labels: readonly string[];
  /** The last is still running, or cut off by the end of the range. */
  readonly unfinished: boolean;
  /** Where the range ends, UTC milliseconds; null without an end. */
  readonly end: number | null;
  readonly zone: string;
}

const HOUR_MS = 3_600_000;
const DAYS_OF_WEEK = 7;

/**
 * The time from one bucket to another, both included, as an address says it: whole days by name (which the server takes
 * in its own zone), hours by instants. It never ends after the range that was shown.
 */
export const rangeOfBuckets = (
  { interval, starts, labels, end, zone }: Buckets,
  one: number,
  other: number,
): { readonly from: string; readonly to: string } => {
  const first = Math.min(one, other);
  const last = Math.max(one, other);
  if (interval === 'hour') {
    const to = starts[last + 1] ?? starts[last]! + HOUR_MS;
    return { from: String(starts[first]), to: String(end === null ? to : Math.min(to, end)) };
  }
  const to = lastDayOf(labels[last]!, interval);
  const shownTo = end === null ? to : labelOf(end - 1, 'day', zone);
  return { from: firstDayOf(labels[first]!), to: to < shownTo ? to : shownTo };
};

const firstDayOf = (label: string): string => (label.length === 7 ? `${label}-01` : label);

const lastDayOf = (label: string, interval: Interval): string => {
  if (interval === 'month') return lastDayOfMonth(label);
  return interval === 'week' ? dayAfter(label, DAYS_OF_WEEK - 1) : label;
};

/** Whether there is something inside such a range that the chart does not show already. */
export const canZoom = ({ interval, starts }: Buckets, one: number, other: number): boolean =>
  starts.length > 0 && (interval !== 'hour' || Math.abs(one - other) + 1 < starts.length);
