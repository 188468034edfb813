/** Instants as people read them, in a named zone. English and fixed, so that a screen is the same everywhere. */
const OPTIONS = {
  day: { day: 'numeric', month: 'short' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  weekday: { weekday: 'short' },
  month: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** One formatter a style and zone; a run of the program sees one or two zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const MAX_FORMATTERS = 64;

const formatterOf = (style: keyof typeof OPTIONS, zone: string): Intl.DateTimeFormat => {
  const key = `${style} ${zone}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  if (formatters.size >= MAX_FORMATTERS) formatters.clear();
  const made = new Intl.DateTimeFormat('en-GB', { ...OPTIONS[style], timeZone: zone });
  formatters.set(key, made);
  return made;
};

const format = (style: keyof typeof OPTIONS, instant: number, zone: string): string =>
  formatterOf(style, zone).format(instant).replace('Sept', 'Sep');

/** `24 Oct` */
export const showDay = (instant: number, zone: string): string => format('day', instant, zone);
/** `24 Oct 2026` */
export const showDate = (instant: number, zone: string): string => format('date', instant, zone);
/** `14:05` */
export const showClock = (instant: number, zone: string): string => format('clock', instant, zone);
/** `14:05:09` */
export const showSecond = (instant: number, zone: string): string => format('second', instant, zone);
/** `Nov 2026` */
export const showMonth = (instant: number, zone: string): string => format('month', instant, zone);
/** `Mon` */
export const showWeekday = (instant: number, zone: string): string => format('weekday', instant, zone);
/** `24 Oct 2026 14:05` */
export const showMoment = (instant: number, zone: string): string =>
  `${showDate(instant, zone)} ${showClock(instant, zone)}`;

const sameYear = (a: number, b: number, zone: string): boolean =>
  format('year', a, zone) === format('year', b, zone);

/** `24 Oct`, and with its year where that is not the present one. */
export const showDayNear = (instant: number, now: number, zone: string): string =>
  sameYear(instant, now, zone) ? showDay(instant, zone) : showDate(instant, zone);

/** `24 Oct 14:05`, and with its year where that is not the present one. */
export const showMomentNear = (instant: number, now: number, zone: string): string =>
  `${showDayNear(instant, now, zone)} ${showClock(instant, zone)}`;

/** `24 Oct – 22 Nov 2026`; the end is exclusive, so the last day is the one that holds the instant before it. */
export const showDays = (from: number, to: number, zone: string): string => {
  const last = Math.max(from, to - 1);
  const end = showDate(last, zone);
  if (showDate(from, zone) === end) return `${showWeekday(from, zone)} ${end}`;
  return `${sameYear(from, last, zone) ? showDay(from, zone) : showDate(from, zone)} – ${end}`;
};

/** `24 Oct 2026 14:05 – 15:10`, one moment where both are in the same minute, with the second date where it is another day. */
export const showSpan = (from: number, to: number, zone: string): string => {
  const [start, end] = [showMoment(from, zone), showMoment(to, zone)];
  if (start === end) return start;
  return `${start} – ${showDate(from, zone) === showDate(to, zone) ? showClock(to, zone) : end}`;
};

const MINUTE = 60_000;

/** `just now`, `5 min ago`, `3 h ago`, `2 days ago`, else the date. */
export const showAge = (instant: number, now: number, zone: string): string => {
  const minutes = Math.floor((now - instant) / MINUTE);
  if (minutes < 0) return showDate(instant, zone);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / (24 * 60));
  return days < 14 ? `${days} ${days === 1 ? 'day' : 'days'} ago` : showDate(instant, zone);
};
