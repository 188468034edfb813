/** Instants and spans for people. Days are always of a zone that the answer named. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, and there are few: one zone, some shapes. */
const formatOf = (zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = zone + JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options });
  formats.set(key, made);
  return made;
};

/** `22 Nov 2026` */
export const dayText = (instant: number, zone: string): string =>
  threeLetters(formatOf(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(instant));

/** `22 Nov` */
export const shortDay = (instant: number, zone: string): string =>
  threeLetters(formatOf(zone, { day: 'numeric', month: 'short' }).format(instant));

/** British English alone has one month of four letters, so columns would not align. */
const threeLetters = (text: string): string => text.replace('Sept', 'Sep');

/** `22 Nov, 14:05` */
export const momentText = (instant: number, zone: string): string =>
  threeLetters(
    formatOf(zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(instant),
  );

/** `22 Nov 2026, 14:05:09` */
export const exactMoment = (instant: number, zone: string): string =>
  formatOf(zone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(instant);

/** `14:05` */
export const clockText = (instant: number, zone: string): string =>
  formatOf(zone, { hour: '2-digit', minute: '2-digit' }).format(instant);

/** `14:05:09` */
export const secondText = (instant: number, zone: string): string =>
  formatOf(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(instant);

/** `November 2026` */
export const monthText = (instant: number, zone: string): string =>
  formatOf(zone, { month: 'long', year: 'numeric' }).format(instant);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `850 ms`, `3.2 s`, `4 min 5 s`, `2 h 5 min`, `3 d 4 h` */
export const spanText = (ms: number): string => {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  const two = (large: number, big: string, small: number, little: string): string => {
    const rest = Math.floor((ms % large) / small);
    return `${Math.floor(ms / large)} ${big}${rest === 0 ? '' : ` ${rest} ${little}`}`;
  };
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return two(MINUTE, 'min', SECOND, 's');
  if (ms < DAY) return two(HOUR, 'h', MINUTE, 'min');
  return two(DAY, 'd', HOUR, 'h');
};

/** `just now`, `3 min ago`, `2 h ago`, then the day. */
export const agoText = (instant: number, now: number, zone: string): string => {
  const ms = now - instant;
  if (ms < 10 * SECOND) return 'just now';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s ago`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ago`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h ago`;
  return dayText(instant, zone);
};
