import { MAX_CALL_TEXT_LENGTH } from '@meterline/core';

/** An own field of a foreign object; nothing is ever read off a prototype of JSON. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A name or an id. Longer text and text of several lines is none, and may be content. */
export const nameOf = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value.length > MAX_CALL_TEXT_LENGTH) return undefined;
  const name = value.trim();
  return name === '' || /[\u0000-\u001f\u007f]/.test(name) ? undefined : name;
};

/** Nanoseconds since 1970, as decimal text of 64 bits or a number → milliseconds. 0 is how the wire says "not told". */
export const millisecondsOf = (nanoseconds: unknown): number | undefined => {
  const text = typeof nanoseconds === 'number' ? nanoseconds.toFixed(0) : nanoseconds;
  if (typeof text !== 'string' || !/^\d{13,19}$/.test(text)) return undefined;
  return Number(text.slice(0, -6));
};

/** Trace and span ids: hex in JSON, bytes in protobuf. Those of all zeros are none. */
export const idOf = (value: unknown): string | undefined => {
  const hex = value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  if (typeof hex !== 'string' || !/^([0-9a-f]{16}|[0-9a-f]{32})$/i.test(hex) || /^0+$/.test(hex))
    return undefined;
  return hex.toLowerCase();
};
