import type { Temporal } from 'temporal-polyfill';
import { fail, ok, type Result } from '../error/codes.ts';
import { unknownZone } from './parse-instant.ts';
import { HOUR_MS, isZone, startOfDate, zoned } from './zone.ts';

const DAY_MS = 24 * HOUR_MS;

export const PERIODS = [
  '24h',
  'today',
  'yesterday',
  'week',
  'month',
  '7d',
  '30d',
  '90d',
  'year',
  'all',
] as const;
export type Period = (typeof PERIODS)[number];

/** Half-open UTC milliseconds; an absent side is unbounded. */
export interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}

/** Those that are made of calendar days. */
type CalendarPeriod = Exclude<Period, 'all' | '24h'>;

export const isPeriod = (text: string): text is Period => (PERIODS as readonly string[]).includes(text);

/**
 * The range that a period's name means now, by calendar days of the zone. `7d` is today and the six days before; `week`
 * is since Monday; `month` and `year` are the calendar ones to date; `24h` alone minds no calendar. All but `yesterday` end now; `all` is unbounded.
 */
export const periodRange = (period: string, zone: string, now: number): Result<TimeRange> => {
  if (!isZone(zone)) return unknownZone(zone);
  if (!isPeriod(period)) {
    return fail('DATE_INVALID', `"${period}" is not a period.`, `Use one of ${PERIODS.join(', ')}.`);
  }
  if (period === 'all') return ok({});
  if (period === '24h') return ok({ from: now - DAY_MS, to: now });
  const today = zoned(now, zone).toPlainDate();
  const from = startOfDate(firstDate(period, today), zone);
  return ok({ from, to: period === 'yesterday' ? startOfDate(today, zone) : now });
};

/**
 * The range to compare with: the same part of the period before. Today until now is compared with yesterday until the
 * same time of day, a month to date with the month before until the same day and time. Without a period's name it is
 * the range of the same length before: as many calendar days where both ends are midnights, else as many milliseconds.
 * Undefined where the range has no beginning or no end.
 */
export const previousRange = (
  range: TimeRange,
  period: Period | undefined,
  zone: string,
): { readonly from: number; readonly to: number } | undefined => {
  const { from, to } = range;
  if (from === undefined || to === undefined || period === 'all') return undefined;
  if (period === '24h') return { from: from - DAY_MS, to: from };
  const back = period === undefined ? daysOf(from, to, zone) : backwards(period);
  if (back === undefined) return { from: from - (to - from), to: from };
  // The first of a shorter month must not reach into the period itself (31 March back is 28 February).
  return { from: shift(from, back, zone), to: Math.min(shift(to, back, zone), from) };
};

const firstDate = (period: CalendarPeriod, today: Temporal.PlainDate): Temporal.PlainDate => {
  switch (period) {
    case 'today':
      return today;
    case 'yesterday':
      return today.subtract({ days: 1 });
    case 'week':
      return today.subtract({ days: today.dayOfWeek - 1 });
    case 'month':
      return today.with({ day: 1 });
    case 'year':
      return today.with({ month: 1, day: 1 });
    default:
      return today.subtract({ days: Number.parseInt(period, 10) - 1 });
  }
};

type Shift = { readonly days: number } | { readonly months: number } | { readonly years: number };

const backwards = (period: CalendarPeriod): Shift => {
  if (period === 'month') return { months: 1 };
  if (period === 'year') return { years: 1 };
  if (period === 'week') return { days: 7 };
  return { days: period === 'today' || period === 'yesterday' ? 1 : Number.parseInt(period, 10) };
};

const daysOf = (from: number, to: number, zone: string): Shift | undefined => {
  const first = zoned(from, zone);
  const last = zoned(to, zone);
  const midnights = first.startOfDay().equals(first) && last.startOfDay().equals(last);
  return midnights
    ? { days: first.toPlainDate().until(last.toPlainDate(), { largestUnit: 'days' }).days }
    : undefined;
};

/** A midnight stays the first instant of its day, also where the clocks made one of the two days begin at 01:00. */
const shift = (instant: number, back: Shift, zone: string): number => {
  const wall = zoned(instant, zone);
  if (wall.startOfDay().equals(wall)) return startOfDate(wall.toPlainDate().subtract(back), zone);
  return wall.subtract(back).epochMilliseconds;
};
