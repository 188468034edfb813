import { type IssueCode, instantOf } from '@meterline/core';

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

/**
 * `textOf` for a value that `JSON.parse` gave, whose texts stand alone already: a text that is clean is taken as it is.
 * Copying the ids of every call costs as much as pricing it.
 */
export const parsedTextOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.length <= MAX_TEXT_LENGTH && /^[!-~]+$/.test(value)
    ? value
    : textOf(value);

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

/**
 * An instant as UTC milliseconds from ISO text, epoch s/ms/µs/ns or `[seconds, nanos]`; undefined when unreadable
 * (agent-logs §0.2).
 */
export const timeOf = (value: unknown): number | undefined =>
  instantOf(isTimePair(value) ? inMs(value) : value);

const isTimePair = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');

const inMs = ([seconds, nanos]: readonly [number, number]): number => seconds * 1000 + nanos / 1e6;

/** Drops the keys that hold undefined, as `exactOptionalPropertyTypes` wants. */
export const defined = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
