import { createHmac, type KeyObject } from 'node:crypto';
import { JsonScanner, stringRunEnd } from '../tap/json-scanner.ts';
import type { Span } from '../tap/top-level-fields.ts';

/** What is asked, in the words of every wire. */
export const PROMPT_FIELDS: readonly string[] = [
  'system',
  'instructions',
  'systemInstruction',
  'system_instruction',
  'messages',
  'contents',
  'input',
  'prompt',
];

/**
 * Tells equal prompts without knowing them: HMAC-SHA256 of the prompt's fields in a fixed order, blanks between tokens left
 * out, under a key that never leaves the data folder (a plain hash of a short prompt could be guessed). 32 hex digits;
 * undefined where the body has no prompt.
 *
 * @param spans Where its fields stand.
 */
export const promptFingerprint = (
  body: Buffer,
  spans: ReadonlyMap<string, Span>,
  key: KeyObject,
): string | undefined => {
  if (!PROMPT_FIELDS.some((field) => spans.has(field))) return undefined;
  const hmac = createHmac('sha256', key);
  for (const field of PROMPT_FIELDS) {
    const span = spans.get(field);
    if (span === undefined) continue;
    hmac.update(`${field}:`);
    for (const run of runsWithoutBlanks(body, span)) hmac.update(run);
  }
  return hmac.digest('hex').slice(0, FINGERPRINT_DIGITS);
};

const FINGERPRINT_DIGITS = 32;

const isBlank = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

/** The bytes of a value but for blanks outside its strings. */
function* runsWithoutBlanks(body: Buffer, { from, to }: Span): Generator<Buffer> {
  const value = body.subarray(from, to);
  const scanner = new JsonScanner();
  let start = 0;
  for (let at = 0; at < value.length; at += 1) {
    if (scanner.inRun) {
      at = stringRunEnd(value, at);
      if (at === value.length) break;
    }
    const byte = value[at]!;
    if (!scanner.inString && isBlank(byte)) {
      if (at > start) yield value.subarray(start, at);
      start = at + 1;
      continue;
    }
    scanner.take(byte);
  }
  if (start < value.length) yield value.subarray(start);
}
