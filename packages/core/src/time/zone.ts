import { Temporal } from 'temporal-polyfill';

/** Milliseconds of exact (clock) units. Days and longer are calendar units and have no fixed length. */
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

const known = new Map<string, boolean>();
/** There are about 600 zone names; nonsense from outside must not grow the cache without end. */
const KNOWN_ZONES_MAX = 2_000;

/** Whether the text is an IANA zone name (`Asia/Kolkata`) or `UTC`. Offsets such as `+05:30` are not zones. */
export const isZone = (zone: string): boolean => {
  const cached = known.get(zone);
  if (cached !== undefined) return cached;
  if (known.size >= KNOWN_ZONES_MAX) known.clear();
  const valid = /^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(zone) && canBeUsed(zone);
  known.set(zone, valid);
  return valid;
};

/** A zone's name as the database spells it: `europe/berlin` is `Europe/Berlin`. An alias stays the one that was given. */
export const zoneName = (zone: string): string => zoned(0, zone).timeZoneId;

/** The wall clock of a zone at an instant (UTC milliseconds). */
export const zoned = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone);

/** Milliseconds that the zone is ahead of UTC at an instant. */
export const offsetMs = (instant: number, zone: string): number =>
  zone === 'UTC' ? 0 : zoned(instant, zone).offsetNanoseconds / 1e6;

/** First instant of a calendar day; a day that a zone skipped (Apia, 30 December 2011) begins with its successor. */
export const startOfDate = (date: Temporal.PlainDate, zone: string): number =>
  date.toZonedDateTime(zone).epochMilliseconds;

const canBeUsed = (zone: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
};
