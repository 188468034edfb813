import { calendarTime, shortDayName } from '../format/calendar.ts';
import { momentText } from '../format/time.ts';
import type { View } from '../state/view.ts';

const PERIOD_TEXTS: Readonly<Record<View['period'], string>> = {
  '24h': 'Last 24 hours',
  today: 'Today',
  yesterday: 'Yesterday',
  week: 'This week',
  month: 'This month',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  year: 'This year',
  all: 'All time',
};

/** `1 Nov – 22 Nov 2026`, `since 1 Nov 2026`, `Last 30 days`; instants by the clock of the zone. */
export const rangeText = ({ period, from, to }: View, zone: string): string => {
  if (from === undefined && to === undefined) return PERIOD_TEXTS[period];
  if (to === undefined) return `since ${endText(from!, zone)}`;
  if (from === undefined) return `until ${endText(to, zone)}`;
  if (from === to && isDay(from)) return endText(from, zone);
  const isOneYear = isDay(from) && isDay(to) && from.slice(0, 4) === to.slice(0, 4);
  const [first, last] = [endText(from, zone, !isOneYear), endText(to, zone)];
  const [day = '', clock] = last.split(', ');
  // Of two moments of one day the second is a time of day.
  return `${first} – ${clock !== undefined && first.startsWith(`${day}, `) ? clock : last}`;
};

const isDay = (end: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(end);

const endText = (end: string, zone: string, withYear = true): string => {
  const day = isDay(end) ? calendarTime(end) : undefined;
  if (day !== undefined) return withYear ? `${shortDayName(day)} ${day.year}` : shortDayName(day);
  const instant = /^\d{11,15}$/.test(end) ? Number(end) : /Z$/i.test(end) ? Date.parse(end) : Number.NaN;
  // A day in words (`today`, `7d`) or what cannot be read stands as it was written.
  return Number.isNaN(instant) ? end.replace('T', ' ') : momentText(instant, zone);
};
