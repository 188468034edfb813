import { MAX_CALL_COUNT, MAX_CALL_TEXT_LENGTH } from '../interchange/call-json.ts';

/** Reading fields of foreign JSON: whatever is not what it should be is as if it were not there. */

export type JsonObject = { readonly [key: string]: unknown };

export const objectOf = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

export const objectAt = (parent: JsonObject | undefined, key: string): JsonObject | undefined =>
  objectOf(parent?.[key]);

export const listAt = (parent: JsonObject | undefined, key: string): readonly unknown[] => {
  const value = parent?.[key];
  return Array.isArray(value) ? value : [];
};

/** A count of tokens or things. Null, negative, fractional and absurd numbers are not one. */
export const countAt = (parent: JsonObject | undefined, key: string): number | undefined => {
  const value = parent?.[key];
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_CALL_COUNT
    ? value
    : undefined;
};

/** A name. A longer text is no name, and may be content. */
export const nameAt = (parent: JsonObject | undefined, key: string): string | undefined => {
  const value = parent?.[key];
  return typeof value === 'string' && value !== '' && value.length <= MAX_CALL_TEXT_LENGTH
    ? value
    : undefined;
};

const WORD = /^[\w.:#/-]{1,100}$/;

/** A word of a protocol, such as an error's type or a tier. Hosts write sentences there, too, with the prompt in them. */
export const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' && WORD.test(value) ? value : undefined;

export const wordAt = (parent: JsonObject | undefined, key: string): string | undefined =>
  wordOf(parent?.[key]);

/** Only what is there: for types that tell absent from undefined. */
export const present = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } => {
  const there: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) there[key] = fields[key];
  return there as never;
};
