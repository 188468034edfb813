import { INTERVALS, type Interval, type Period } from '@meterline/core';
import type { View } from '../../state/view.ts';

/** About how many days an interval has. */
const DAYS: Readonly<Record<Interval, number>> = { hour: 1 / 24, day: 1, week: 7, month: 30 };
/** More bars than these are a hedge, fewer say nothing over time. */
const MOST_BARS = 400;
const FEWEST_BARS = 2;
const DAY_MS = 86_400_000;

const PERIOD_DAYS: Readonly<Record<Exclude<Period, 'all'>, number>> = {
  '24h': 1,
  today: 1,
  yesterday: 1,
  week: 7,
  month: 31,
  '7d': 7,
  '30d': 30,
  '90d': 90,
  year: 366,
};

/** The intervals that make sense for so many days. */
export const fittingIntervals = (days: number): readonly Interval[] =>
  INTERVALS.filter((interval) => {
    const bars = days / DAYS[interval];
    return bars >= FEWEST_BARS && bars <= MOST_BARS;
  });

/** About how many days a view is of. `known`: when the ledger begins, and now. */
export const daysAsked = (
  { period, from, to }: Pick<View, 'period' | 'from' | 'to'>,
  known: { readonly firstAt: number | null; readonly now: number },
): number => {
  const wholeLedger = { start: known.firstAt ?? known.now, end: known.now };
  if (from === undefined && to === undefined)
    return period === 'all' ? (wholeLedger.end - wholeLedger.start) / DAY_MS : PERIOD_DAYS[period];
  const start = from === undefined ? wholeLedger.start : instantOf(from, 0);
  const end = to === undefined ? wholeLedger.end : instantOf(to, DAY_MS);
  return Math.max(0, (end - start) / DAY_MS) || 0;
};

/** Near enough for a number of days: a day is taken as one of UTC. */
const instantOf = (text: string, dayIsLong: number): number =>
  /^\d{11,}$/.test(text) ? Number(text) : Date.parse(text) + (text.length === 10 ? dayIsLong : 0);
