const DAY_MS = 24 * 3_600_000;
/** What the server takes. */
const MAX_DAYS = 36_500;

/** Days as they are typed: empty keeps everything (null); undefined is no number of days. */
export const daysOf = (typed: string): number | null | undefined => {
  const text = typed.trim();
  if (text === '') return null;
  if (!/^\d{1,5}$/.test(text)) return undefined;
  const days = Number(text);
  return days >= 1 && days <= MAX_DAYS ? days : undefined;
};

/** The instant before which single calls are dropped, UTC milliseconds. */
export const cutoffOf = (days: number, now: number): number => now - days * DAY_MS;
