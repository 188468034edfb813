import type { Interval } from '../query/usage-query.ts';
import { zoned } from './zone.ts';

/** Calendar day of an instant in a zone: `2026-11-22`. */
export const dayKey = (instant: number, zone: string): string =>
  zoned(instant, zone).toPlainDate().toString();

export type InstantPrecision = 'day' | 'minute' | 'second' | 'offset';

/** Wall-clock text: `2026-11-22`, `2026-11-22 14:05`, `2026-11-22 14:05:09`, or with the offset, `2026-11-22T14:05:09+01:00`. */
export const formatInstant = (instant: number, zone: string, precision: InstantPrecision): string => {
  const wall = zoned(instant, zone);
  if (precision === 'day') return wall.toPlainDate().toString();
  if (precision === 'offset') {
    return wall.toString({ smallestUnit: 'second', timeZoneName: 'never' });
  }
  return wall.toPlainDateTime().toString({ smallestUnit: precision }).replace('T', ' ');
};

/** Name of the interval that starts at an instant: `2026-11-22 14:00`, `2026-11-22` (a week by its Monday), `2026-11`. */
export const formatInterval = (start: number, interval: Interval, zone: string): string => {
  if (interval === 'hour') return formatInstant(start, zone, 'minute');
  const day = dayKey(start, zone);
  return interval === 'month' ? day.slice(0, 7) : day;
};
