import { spansOf } from '../tap/top-level-fields.ts';

const OPTIONS = 'stream_options';
const WANTED: ReadonlySet<string> = new Set([OPTIONS]);
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

const ASK = '"stream_options":{"include_usage":true}';
const ASK_INSIDE = '"include_usage":true';

/**
 * The body of a streamed chat completion with `stream_options.include_usage` set; every other byte as it was. Undefined
 * where that cannot be done without guessing: then the call passes as it is.
 */
export const askForUsage = (body: Buffer): Buffer | undefined => {
  const spans = spansOf(body, WANTED);
  if (spans === undefined) return undefined;
  const span = spans.get(OPTIONS);
  if (span === undefined) return insertAfterBrace(body, body.indexOf(OPEN_BRACE), ASK);
  const text = body.toString('utf8', span.from, span.to).trim();
  if (text === 'null') return splice(body, span.from, span.to, '{"include_usage":true}');
  const options = parsed(text);
  if (options === undefined || 'include_usage' in options) return replaced(body, span, options);
  return insertAfterBrace(body, body.indexOf(OPEN_BRACE, span.from), ASK_INSIDE);
};

/** It says `false` (or something else): said anew, with its other options. */
const replaced = (
  body: Buffer,
  { from, to }: { readonly from: number; readonly to: number },
  options: object | undefined,
): Buffer | undefined =>
  options === undefined
    ? undefined
    : splice(body, from, to, JSON.stringify({ ...options, include_usage: true }));

/** A comma only where something follows. */
const insertAfterBrace = (body: Buffer, brace: number, text: string): Buffer => {
  let next = brace + 1;
  while (next < body.length && body[next]! <= 32) next += 1;
  return splice(body, brace + 1, brace + 1, body[next] === CLOSE_BRACE ? text : `${text},`);
};

const splice = (body: Buffer, from: number, to: number, text: string): Buffer =>
  Buffer.concat([body.subarray(0, from), Buffer.from(text), body.subarray(to)]);

const parsed = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
