import { Temporal } from 'temporal-polyfill';
import { fail, ok, type Result } from '../error/codes.ts';
import { HOUR_MS, isZone, MINUTE_MS, startOfDate, zoned } from './zone.ts';

type Failure = ReturnType<typeof fail>;

const FORMS = 'Use 2026-11-01, 2026-11-01T14:30, 2026-11-01T14:30:00Z, 7d, 24h, today, yesterday or now.';

/** Nothing was metered before; a year beyond has slipped a digit. */
const EARLIEST_MS = 0;
const LATEST_YEAR = 9999;

/**
 * Reads a time as a person writes it; gives UTC milliseconds. A date is the first instant of that day in the zone, a
 * time without offset is the zone's wall clock, `7d` and `2w` are that many calendar days ago at the same time of day,
 * `24h` and `30m` are exact, and 12 digits or more are UTC milliseconds, as programs write them. Faults: DATE_INVALID naming the text and the valid forms, ZONE_UNKNOWN.
 */
export const parseInstant = (text: string, zone: string, now: number): Result<number> => {
  if (!isZone(zone)) return unknownZone(zone);
  const given = text.trim();
  const instant =
    fromWord(given, zone, now) ?? fromSpan(given, zone, now) ?? fromMillis(given) ?? fromIso(given, zone);
  if (instant === undefined || instant < EARLIEST_MS) {
    return fail('DATE_INVALID', `"${text}" is not a date or time.`, FORMS);
  }
  return ok(instant);
};

export const unknownZone = (zone: string): Failure =>
  fail(
    'ZONE_UNKNOWN',
    `"${zone}" is not an IANA time zone.`,
    'Use a name such as Europe/Berlin, Asia/Kolkata or UTC.',
  );

const fromWord = (text: string, zone: string, now: number): number | undefined => {
  if (text === 'now') return now;
  const today = zoned(now, zone).toPlainDate();
  if (text === 'today') return startOfDate(today, zone);
  if (text === 'yesterday') return startOfDate(today.subtract({ days: 1 }), zone);
  return undefined;
};

const fromSpan = (text: string, zone: string, now: number): number | undefined => {
  const match = /^(\d{1,5})([mhdw])(?: ago)?$/.exec(text);
  if (match === null) return undefined;
  const count = Number(match[1]);
  if (match[2] === 'm') return now - count * MINUTE_MS;
  if (match[2] === 'h') return now - count * HOUR_MS;
  const days = match[2] === 'w' ? count * 7 : count;
  return zoned(now, zone).subtract({ days }).epochMilliseconds;
};

/** Up to the year 9999. Fewer digits are rather a date that lacks its hyphens. */
const LATEST_MS = Date.UTC(LATEST_YEAR, 11, 31, 23, 59, 59, 999);

const fromMillis = (text: string): number | undefined =>
  /^\d{12,15}$/.test(text) && Number(text) <= LATEST_MS ? Number(text) : undefined;

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

const fromIso = (text: string, zone: string): number | undefined => {
  try {
    if (Number(text.slice(0, 4)) > LATEST_YEAR) return undefined;
    if (DATE.test(text)) return startOfDate(Temporal.PlainDate.from(text, { overflow: 'reject' }), zone);
    if (INSTANT.test(text)) return Temporal.Instant.from(text).epochMilliseconds;
    if (!DATE_TIME.test(text)) return undefined;
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
};
