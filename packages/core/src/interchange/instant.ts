/** Bounds of what a plain number can mean: seconds below the first, then ms, µs and ns (agent-logs §0.2). */
const EPOCH_STEPS = [
  [1e11, 1000],
  [1e14, 1],
  [1e17, 1e-3],
  [Number.POSITIVE_INFINITY, 1e-6],
] as const;

/** No call to a language model's API is older, so an earlier time is a fault of the sender. */
const EARLIEST = Date.UTC(2015, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * An instant as whole UTC milliseconds, from ISO 8601 text (a date alone is its midnight; without a zone it is UTC) or
 * an epoch in s, ms, µs or ns. `undefined` when it cannot be read: nothing is ever dated "now".
 */
export const instantOf = (value: unknown): number | undefined => {
  const instant = typeof value === 'string' ? fromText(value.trim()) : fromEpoch(value);
  return instant !== undefined && instant >= EARLIEST && instant <= LATEST ? Math.floor(instant) : undefined;
};

/** How nearly everything writes an instant: `2026-11-22T02:46:14.209Z`. */
const USUAL = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/;

const fromText = (text: string): number | undefined => {
  if (text.length === 24 && USUAL.test(text)) return dayExists(text) ? parsed(text) : undefined;
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return fromEpoch(Number(text));
  const match = ISO.exec(text);
  if (match === null || !dayExists(text)) return undefined;
  const [, date, time = '00:00', zone = 'Z'] = match;
  return parsed(`${date}T${time.replace(',', '.')}${colonised(zone.toUpperCase())}`);
};

/** `Date.parse` lets the 31st of a shorter month run over into the next one. */
const dayExists = (text: string): boolean => {
  const day = Number(text.slice(8, 10));
  return day <= 28 || new Date(`${text.slice(0, 10)}T00:00Z`).getUTCDate() === day;
};

const parsed = (iso: string): number | undefined => {
  const instant = Date.parse(iso);
  return Number.isNaN(instant) ? undefined : instant;
};

/** `+0200` → `+02:00`, the only form that the language promises to read. */
const colonised = (zone: string): string => zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');

const fromEpoch = (value: unknown): number | undefined => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined;
  const step = EPOCH_STEPS.find(([bound]) => value < bound);
  return step && value * step[1];
};
