import { JsonScanner, stringRunEnd } from './json-scanner.ts';

const QUOTE = 34;
const COLON = 58;
const COMMA = 44;
const SPACE = 32;
const OPEN_BRACE = 123;

/** Where the value of a key stands in the bytes. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Blanks stand in it outside its strings. */
  readonly hasBlanks: boolean;
}

/**
 * Where the fields of a large JSON object stand, without building any of it. A key counts at the object's own depth only:
 * a text that quotes it does not. Undefined where the bytes are no object.
 */
export const spansOf = (body: Buffer, wanted: ReadonlySet<string>): ReadonlyMap<string, Span> | undefined => {
  if (!isObject(body)) return undefined;
  const scanner = new JsonScanner();
  const spans = new Map<string, Span>();
  let key: string | undefined;
  let stringFrom = -1;
  let valueFrom = -1;
  let hasBlanks = false;
  const take = (to: number): void => {
    if (key !== undefined && valueFrom !== -1 && wanted.has(key))
      spans.set(key, { from: valueFrom, to, hasBlanks });
    key = undefined;
    valueFrom = -1;
    hasBlanks = false;
  };
  for (let at = 0; at < body.length; at += 1) {
    if (scanner.inRun) {
      at = stringRunEnd(body, at);
      if (at === body.length) break;
    }
    const byte = body[at]!;
    const wasInString = scanner.inString;
    if (byte <= SPACE && !wasInString && valueFrom !== -1) hasBlanks = true;
    const before = scanner.depth;
    scanner.take(byte);
    if (before === 1 && scanner.depth === 0) {
      take(at);
      return spans;
    }
    if (before !== 1 || scanner.depth !== 1) continue;
    if (byte === QUOTE && !wasInString) stringFrom = at;
    else if (byte === QUOTE && !scanner.inString && valueFrom === -1)
      key = parsed(body.subarray(stringFrom, at + 1)) as string | undefined;
    else if (wasInString) continue;
    else if (byte === COLON && valueFrom === -1) valueFrom = at + 1;
    else if (byte === COMMA) take(at);
  }
  return undefined;
};

const isObject = (body: Buffer): boolean => {
  let at = 0;
  while (at < body.length && body[at]! <= SPACE) at += 1;
  return body[at] === OPEN_BRACE;
};

/** Some fields of a large JSON object, and nothing else of it. */
export const fieldsOf = (body: Buffer, wanted: ReadonlySet<string>): Record<string, unknown> | undefined => {
  const spans = spansOf(body, wanted);
  if (spans === undefined) return undefined;
  const fields: Record<string, unknown> = {};
  for (const [key, { from, to }] of spans) {
    const value = parsed(body.subarray(from, to));
    if (value !== undefined) fields[key] = value;
  }
  return fields;
};

/** The value there; undefined where there is none, or it is no JSON. */
export const parsedSpan = (body: Buffer, span: Span | undefined): unknown =>
  span === undefined ? undefined : parsed(body.subarray(span.from, span.to));

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};
