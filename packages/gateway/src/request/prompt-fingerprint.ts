import { JsonScanner, stringRunEnd } from '../tap/json-scanner.ts';
import type { Span } from '../tap/top-level-fields.ts';
import type { KeyedHash } from './keyed-hash.ts';

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

const FIELD_STARTS = PROMPT_FIELDS.map((field) => Buffer.from(`${field}:`));

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
  hash: KeyedHash,
): string | undefined => {
  let hasPrompt = false;
  for (let field = 0; field < PROMPT_FIELDS.length; field += 1) {
    const span = spans.get(PROMPT_FIELDS[field]!);
    if (span === undefined) continue;
    hasPrompt = true;
    hash.add(FIELD_STARTS[field]!);
    if (span.hasBlanks) addWithoutBlanks(hash, body, span);
    else hash.add(body, span.from, span.to);
  }
  return hasPrompt ? hash.digest().slice(0, FINGERPRINT_DIGITS) : undefined;
};

const FINGERPRINT_DIGITS = 32;

const isBlank = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

/** The bytes of a value but for blanks outside its strings. */
const addWithoutBlanks = (hash: KeyedHash, body: Buffer, { from, to }: Span): void => {
  const scanner = new JsonScanner();
  let start = from;
  for (let at = from; at < to; at += 1) {
    if (scanner.inRun) {
      at = stringRunEnd(body, at);
      if (at >= to) break;
    }
    const byte = body[at]!;
    if (!scanner.inString && isBlank(byte)) {
      if (at > start) hash.add(body, start, at);
      start = at + 1;
      continue;
    }
    scanner.take(byte);
  }
  if (start < to) hash.add(body, start, to);
};
