/** Days of the server's calendar, given as text: `2026-11-22`. Made into an instant of the browser's zone they would become another day. */

export interface CalendarTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 for a month's name. */
  readonly day: number;
  readonly clock: string | undefined;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const LABEL = /^(\d{4,})-(\d{2})(?:-(\d{2})(?:[ T](\d{2}:\d{2}))?)?/;

/** Takes the name of a day, of an hour (`2026-11-22 14:00`) or of a month (`2026-11`) apart; undefined for what is none. */
export const calendarTime = (label: string): CalendarTime | undefined => {
  const match = LABEL.exec(label);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '1', clock] = match;
  return { year: Number(year), month: Number(month), day: Number(day), clock };
};

export const monthName = ({ month }: CalendarTime): string => MONTHS[month - 1] ?? '';
export const shortMonth = (time: CalendarTime): string => monthName(time).slice(0, 3);
/** A day of the calendar has the same weekday in every zone. */
export const weekday = ({ year, month, day }: CalendarTime): string =>
  WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';

/** `22 Nov` */
export const shortDayName = (time: CalendarTime): string => `${time.day} ${shortMonth(time)}`;

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
