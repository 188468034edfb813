import type { IssueCode } from '@meterline/core';

/** Longest text that a dimension keeps. Longer ones are cut: a name of that length is no name. */
export const MAX_TEXT_LENGTH = 512;
/** Largest count that one call can plausibly have; anything above is a fault of the log. */
export const MAX_COUNT = 1_000_000_000_000;
/** Largest cost of one call that is believed, in USD. */
const MAX_COST_USD = 1_000_000;
const NANO_PER_USD = 1_000_000_000;

export type JsonRecord = Readonly<Record<string, unknown>>;
/** Told about a value that could not be used; `detail` is the field's name. */
export type OnBad = (code: IssueCode, detail: string) => void;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own property that is a record; anything else gives undefined. Never follows the prototype. */
export const recordAt = (value: unknown, key: string): JsonRecord | undefined => {
  const inner = valueAt(value, key);
  return isRecord(inner) ? inner : undefined;
};

export const valueAt = (value: unknown, key: string): unknown =>
  isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/**
 * A short name out of a log (id, model, folder): a flat copy, so that it does not pin the line it was cut from.
 * Blank, missing and non-text values give undefined; control characters are dropped.
 */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const clean = value.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  return clean === '' ? undefined : flatCopy(clean.slice(0, MAX_TEXT_LENGTH));
};

/** V8 lets a slice share its parent's memory; going through bytes makes it stand alone. */
export const flatCopy = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/**
 * A token count. Numeric strings are accepted; absent and null give undefined (*not reported*); negative, fractional,
 * absurd or other values are reported and give undefined, so that nothing is invented.
 */
export const countOf = (value: unknown, name: string, onBad: OnBad): number | undefined => {
  if (value === undefined || value === null) return undefined;
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MAX_COUNT) return count;
  onBad('BAD_NUMBER', name);
  return undefined;
};

/** A cost in USD as whole nano-USD; anything that is no plausible amount gives undefined. */
export const nanoUsdOf = (value: unknown): number | undefined => {
  const usd = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof usd !== 'number' || !Number.isFinite(usd) || usd < 0 || usd > MAX_COST_USD) return undefined;
  return Math.round(usd * NANO_PER_USD);
};

/** Bounds of what a plain number can mean: seconds below the first, then ms, µs and ns (agent-logs §0.2). */
const EPOCH_STEPS = [
  [1e11, 1000],
  [1e14, 1],
  [1e17, 1e-3],
  [Number.POSITIVE_INFINITY, 1e-6],
] as const;
/** 2015: no agent's log is older, so an earlier time is a fault. */
const EARLIEST = Date.UTC(2015, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/** An instant as UTC milliseconds from ISO text, epoch s/ms/µs/ns or `[seconds, nanos]`; undefined when unreadable. */
export const timeOf = (value: unknown): number | undefined => {
  const instant = rawTime(value);
  return instant !== undefined && instant >= EARLIEST && instant <= LATEST ? Math.floor(instant) : undefined;
};

/** How nearly all logs write an instant: `2026-11-22T02:46:14.209Z`. */
const USUAL_TIME = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/;

const parsedTime = (iso: string): number | undefined => {
  const parsed = Date.parse(iso);
  return Number.isNaN(parsed) ? undefined : parsed;
};

const rawTime = (value: unknown): number | undefined => {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) {
    const step = EPOCH_STEPS.find(([bound]) => value < bound);
    return step && value * step[1];
  }
  if (typeof value === 'string') {
    if (value.length === 24 && USUAL_TIME.test(value)) return parsedTime(value);
    if (/^\d+(\.\d+)?$/.test(value)) return rawTime(Number(value));
    // Only full ISO instants: `Date.parse` would take "5" or "March" for a date.
    if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(value)) return undefined;
    const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(value) ? value : `${value}Z`;
    return parsedTime(zoned.replace(' ', 'T'));
  }
  if (Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number')) {
    return (value[0] as number) * 1000 + (value[1] as number) / 1e6;
  }
  return undefined;
};

/** Drops the keys that hold undefined, as `exactOptionalPropertyTypes` wants. */
export const defined = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
