import { gunzipSync } from 'node:zlib';
import { fail, ok, type Result } from '@meterline/core';
import { MAX_INGEST_BYTES, MAX_INGEST_ITEMS } from './limits.ts';

/** One thing that was sent: a value, or text that is no JSON. */
export type SentItem = { readonly value: unknown } | { readonly notJson: true };

/** The items of a body: one JSON object, an array of them, or one a line (NDJSON). */
export const readItems = (body: Buffer, encoding: string): Result<readonly SentItem[]> => {
  const inflated = inflate(body, encoding);
  if (!inflated.ok) return inflated;
  const text = inflated.value.toString('utf8').trim();
  const items = itemsOf(text);
  if (items.length === 0) return fail('REQUEST_INVALID', 'The body has no call in it.', HINT);
  if (items.length > MAX_INGEST_ITEMS)
    return fail('BODY_TOO_LARGE', `${items.length} calls at once; at most ${MAX_INGEST_ITEMS} are taken.`);
  return ok(items);
};

const HINT = 'Send a JSON object, an array of them, or one a line. docs/guides/send-calls.md has examples.';

const inflate = (body: Buffer, encoding: string): Result<Buffer> => {
  if (encoding === '' || encoding === 'identity') return ok(body);
  if (encoding !== 'gzip') return fail('REQUEST_INVALID', 'The body may be compressed with gzip only.');
  try {
    return ok(gunzipSync(body, { maxOutputLength: MAX_INGEST_BYTES }));
  } catch (error) {
    const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge
      ? fail('BODY_TOO_LARGE', `The body has more than ${MAX_INGEST_BYTES} bytes when inflated.`)
      : fail('REQUEST_INVALID', 'The body is not valid gzip.');
  }
};

const itemsOf = (text: string): readonly SentItem[] => {
  const whole = parsed(text);
  if (!('notJson' in whole))
    return Array.isArray(whole.value) ? whole.value.map((value) => ({ value })) : [whole];
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(parsed);
};

const parsed = (text: string): SentItem => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { notJson: true };
  }
};
