/** What an attribute may be once it is decoded: a name, an id, a number, or a few names. */
export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = ReadonlyMap<string, AttributeValue>;

/**
 * A span or a log record, whatever it was encoded as. Only attributes of the allow-list are in it, and no body: text
 * of prompts and answers has nowhere to be.
 */
export interface TelemetryRecord {
  readonly kind: 'span' | 'log';
  /** Name of the span; of a log record its event name. Read, never kept. */
  readonly name: string;
  /** Name of the instrumentation. */
  readonly scope: string;
  /** Hex. */
  readonly traceId: string | undefined;
  readonly spanId: string | undefined;
  readonly parentSpanId: string | undefined;
  /** UTC milliseconds. A log record has an end only: it is written when the call is over. */
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  /** The span's status says so. */
  readonly isError: boolean;
  readonly resource: Attributes;
  readonly attributes: Attributes;
}

/** The first of these attributes that is text. Numbers are written out: some senders count their ids. */
export const textAt = (attributes: Attributes, ...names: readonly string[]): string | undefined => {
  for (const name of names) {
    const value = attributes.get(name);
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
};

const MAX_NUMBER = 1e12;
const DECIMAL = /^\d{1,15}(\.\d{1,15})?(e-?\d{1,2})?$/i;

/** The first of these attributes that is a number ≥ 0, also one that was sent as text, as Codex does. */
export const numberAt = (attributes: Attributes, ...names: readonly string[]): number | undefined => {
  for (const name of names) {
    const value = attributes.get(name);
    const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
    if (typeof number === 'number' && number >= 0 && number <= MAX_NUMBER) return number;
  }
  return undefined;
};

/** A count: a whole number. */
export const countAt = (attributes: Attributes, ...names: readonly string[]): number | undefined => {
  for (const name of names) {
    const count = numberAt(attributes, name);
    if (count !== undefined && Number.isInteger(count)) return count;
  }
  return undefined;
};
