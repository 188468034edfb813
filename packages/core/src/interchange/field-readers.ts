import type { IssueCode } from '../ledger/ledger-facts.ts';
import { parseUsd } from '../money/nano-usd.ts';
import { wordOf } from '../provider-usage/json-fields.ts';
import {
  MAX_CALL_COST_USD,
  MAX_CALL_COUNT,
  MAX_CALL_DURATION_MS,
  MAX_CALL_TAGS,
  MAX_CALL_TEXT_LENGTH,
  MAX_TAG_KEY_LENGTH,
} from './call-json.ts';

/** Told about a value that cannot be used; `detail` is the field's name. */
export type OnIssue = (code: IssueCode, detail: string) => void;

/** Reads one value that is there (not null, not undefined); `undefined` after telling why it cannot be used. */
export type FieldReader = (value: unknown, name: string, onIssue: OnIssue) => unknown;

export const readText = (value: unknown, name: string, onIssue: OnIssue): string | undefined => {
  const text = textOf(value);
  if (text === undefined && value !== '') onIssue('BAD_FIELD', name);
  return text;
};

/** A word of a vocabulary, such as an error's type. A sentence may be a message, and have in it what was asked. */
export const readWord = (value: unknown, name: string, onIssue: OnIssue): string | undefined => {
  const word = wordOf(value);
  if (word === undefined && value !== '') onIssue('BAD_FIELD', name);
  return word;
};

export const readCount = (value: unknown, name: string, onIssue: OnIssue): number | undefined => {
  const count = numberOf(value);
  // Adding 0 turns -0 into 0.
  if (Number.isInteger(count) && count! >= 0 && count! <= MAX_CALL_COUNT) return count! + 0;
  onIssue('BAD_NUMBER', name);
  return undefined;
};

/** Whole milliseconds. */
export const readDuration = (value: unknown, name: string, onIssue: OnIssue): number | undefined => {
  const duration = numberOf(value);
  if (duration !== undefined && duration >= 0 && duration <= MAX_CALL_DURATION_MS)
    return Math.round(duration);
  onIssue('BAD_NUMBER', name);
  return undefined;
};

/** USD as written → nano-USD, exactly. */
export const readUsd = (value: unknown, name: string, onIssue: OnIssue): number | undefined => {
  const usd = numberOf(value);
  if (usd !== undefined && usd >= 0 && usd <= MAX_CALL_COST_USD) return parseUsd(value as number | string);
  onIssue('BAD_NUMBER', name);
  return undefined;
};

export const readBoolean = (value: unknown, name: string, onIssue: OnIssue): boolean | undefined => {
  if (typeof value === 'boolean') return value;
  onIssue('BAD_FIELD', name);
  return undefined;
};

export const readTags = (
  value: unknown,
  name: string,
  onIssue: OnIssue,
): Readonly<Record<string, string>> | undefined => {
  const entries = isRecord(value) ? Object.entries(value) : [];
  const usable = entries.flatMap(([key, raw]) => {
    const text = textOf(typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : raw);
    return text !== undefined && isTagKey(key) ? [[key, text] as const] : [];
  });
  const kept = usable.slice(0, MAX_CALL_TAGS);
  if (!isRecord(value) || kept.length < entries.length) onIssue('BAD_FIELD', name);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};

const isTagKey = (key: string): boolean =>
  key !== '__proto__' && key.length <= MAX_TAG_KEY_LENGTH && textOf(key) === key;

/** A name as it is given; control characters, blank and over-long text make none. */
export const textOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value.length > MAX_CALL_TEXT_LENGTH) return undefined;
  const text = value.trim();
  return text === '' || /[\u0000-\u001f\u007f]/.test(text) ? undefined : text;
};

/** Numbers are taken as text too, but only as plain decimals: `Number` would read "0x10" and "". */
const DECIMAL = /^\s*\d+(\.\d+)?(e[+-]?\d{1,2})?\s*$/i;

const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

export type Values = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null;

/** An own key's value: nothing is ever read off a prototype. */
export const own = (values: Values, key: string): unknown =>
  Object.hasOwn(values, key) ? values[key] : undefined;
