import { JsonScanner, stringRunEnd } from './json-scanner.ts';

const QUOTE = 34;
const COLON = 58;
const COMMA = 44;

/**
 * Some fields of a large JSON object, without building the rest of it. A key counts at the object's own depth only: a text
 * that quotes it does not. Undefined where the bytes are no object.
 */
export const fieldsOf = (body: Buffer, wanted: ReadonlySet<string>): Record<string, unknown> | undefined => {
  const scanner = new JsonScanner();
  const fields: Record<string, unknown> = {};
  let key: string | undefined;
  let stringFrom = -1;
  let valueFrom = -1;
  const take = (end: number): void => {
    if (key !== undefined && valueFrom !== -1 && wanted.has(key)) {
      const value = parsed(body.subarray(valueFrom, end));
      if (value !== undefined) fields[key] = value;
    }
    key = undefined;
    valueFrom = -1;
  };
  for (let at = 0; at < body.length; at += 1) {
    if (scanner.inRun) {
      at = stringRunEnd(body, at);
      if (at === body.length) break;
    }
    const byte = body[at]!;
    const wasInString = scanner.inString;
    const before = scanner.depth;
    scanner.take(byte);
    if (before === 1 && scanner.depth === 0) {
      take(at);
      return fields;
    }
    if (before !== 1 || scanner.depth !== 1) continue;
    if (byte === QUOTE && !wasInString) stringFrom = at;
    else if (byte === QUOTE && wasInString && !scanner.inString && valueFrom === -1)
      key = parsed(body.subarray(stringFrom, at + 1)) as string | undefined;
    else if (wasInString) continue;
    else if (byte === COLON && valueFrom === -1) valueFrom = at + 1;
    else if (byte === COMMA) take(at);
  }
  return undefined;
};

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};
