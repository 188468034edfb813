import type { Interval } from '@meterline/core';

/**
 * The server names each bucket in the calendar of its zone: `2026-11-22 14:00`, `2026-11-22` (a week by its Monday),
 * `2026-11`. Here these names are put into words. They are taken apart as text: made into an instant of the browser's
 * zone they would become another day.
 */

export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 for a month's name. */
  readonly day: number;
  readonly clock: string | undefined;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September'].concat(
  ['October', 'November', 'December'],
);
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const LABEL = /^(\d{4,})-(\d{2})(?:-(\d{2})(?:[ T](\d{2}:\d{2}))?)?/;

/** Takes a bucket's name apart; undefined for what is none. */
export const calendarTime = (label: string): CalendarTime | undefined => {
  const match = LABEL.exec(label);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '1', clock] = match;
  return { year: Number(year), month: Number(month), day: Number(day), clock };
};

const monthName = ({ month }: CalendarTime): string => MONTHS[month - 1] ?? '';
export const shortMonth = (time: CalendarTime): string => monthName(time).slice(0, 3);
/** A day of the calendar has the same weekday in every zone. */
const weekday = ({ year, month, day }: CalendarTime): string =>
  WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';

/** `22 Nov` */
export const shortDayName = (time: CalendarTime): string => `${time.day} ${shortMonth(time)}`;

/** `Sun 22 Nov 2026, 14:00`, `Sun 22 Nov 2026`, `Week of 16 Nov 2026`, `November 2026` */
export const bucketName = (label: string, interval: Interval): string => {
  const time = calendarTime(label);
  if (time === undefined) return label;
  if (interval === 'month') return `${monthName(time)} ${time.year}`;
  const day = `${shortDayName(time)} ${time.year}`;
  if (interval === 'week') return `Week of ${day}`;
  const named = `${weekday(time)} ${day}`;
  return interval === 'hour' ? `${named}, ${time.clock ?? ''}` : named;
};

/** The calendar day some days after that of a label: `2026-12-01`. */
export const dayAfter = (label: string, days: number): string => {
  const { year, month, day } = calendarTime(label) ?? { year: 1970, month: 1, day: 1 };
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
};

/** The last day of the month of a label. */
export const lastDayOfMonth = (label: string): string => {
  const { year, month } = calendarTime(label) ?? { year: 1970, month: 1 };
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
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
