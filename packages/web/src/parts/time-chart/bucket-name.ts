import type { Interval } from '@meterline/core';
import { calendarTime, monthName, shortDayName, weekday } from '../../format/calendar.ts';

/**
 * The server names each bucket in the calendar of its zone: `2026-11-22 14:00`, `2026-11-22` (a week by its Monday),
 * `2026-11`. Here these names are put into words.
 */

/** `Sun 22 Nov 2026, 14:00`, `Sun 22 Nov 2026`, `Week of 16 Nov 2026`, `November 2026`; beside another of its year without it. */
export const bucketName = (label: string, interval: Interval, beside?: string): string => {
  const time = calendarTime(label);
  if (time === undefined) return label;
  if (interval === 'month') return `${monthName(time)} ${time.year}`;
  const isSameYear = beside !== undefined && calendarTime(beside)?.year === time.year;
  const day = isSameYear ? shortDayName(time) : `${shortDayName(time)} ${time.year}`;
  if (interval === 'week') return `Week of ${day}`;
  const named = `${weekday(time)} ${day}`;
  return interval === 'hour' ? `${named}, ${time.clock ?? ''}` : named;
};

const labelFormats = new Map<string, Intl.DateTimeFormat>();

/** The name that the server would give the bucket that starts at an instant: for the period before, of which it gives instants. */
export const labelOf = (start: number, interval: Interval, zone: string): string => {
  const format =
    labelFormats.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  labelFormats.set(zone, format);
  const text = format.format(start);
  if (interval === 'hour') return text;
  return text.slice(0, interval === 'month' ? 7 : 10);
};
