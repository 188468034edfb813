import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { fail, ok, type Result } from '@meterline/core';
import { MAX_INGEST_BYTES, MAX_INGEST_ITEMS } from './limits.ts';

/** One thing that was sent: a value, or text that is no JSON. */
export type SentItem = { readonly value: unknown } | { readonly notJson: true };

/** What a body holds, read one by one: a large batch must not keep others waiting. */
export interface SentItems {
  readonly count: number;
  at(index: number): SentItem;
}

/** The items of a body: one JSON object, an array of them, or one a line (NDJSON). */
export const readItems = async (body: Buffer, encoding: string): Promise<Result<SentItems>> => {
  const inflated = await inflate(body, encoding);
  if (!inflated.ok) return inflated;
  const items = itemsOf(inflated.value.toString('utf8').trim());
  if (items.count === 0) return fail('REQUEST_INVALID', 'The body has no call in it.', HINT);
  if (items.count > MAX_INGEST_ITEMS)
    return fail('BODY_TOO_LARGE', `${items.count} calls at once; at most ${MAX_INGEST_ITEMS} are taken.`);
  return ok(items);
};

const gunzipped = promisify<Buffer, { readonly maxOutputLength: number }, Buffer>(gunzip);

const HINT = 'Send a JSON object, an array of them, or one a line. docs/guides/send-calls.md has examples.';

/** On a thread of Node's own. */
const inflate = async (body: Buffer, encoding: string): Promise<Result<Buffer>> => {
  if (encoding === '' || encoding === 'identity') return ok(body);
  if (encoding !== 'gzip') return fail('REQUEST_INVALID', 'The body may be compressed with gzip only.');
  try {
    return ok(await gunzipped(body, { maxOutputLength: MAX_INGEST_BYTES }));
  } catch (error) {
    const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge
      ? fail('BODY_TOO_LARGE', `The body has more than ${MAX_INGEST_BYTES} bytes when inflated.`)
      : fail('REQUEST_INVALID', 'The body is not valid gzip.');
  }
};

const itemsOf = (text: string): SentItems => {
  const whole = parsed(text);
  if ('notJson' in whole) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    return { count: lines.length, at: (index) => parsed(lines[index]!) };
  }
  const values: readonly unknown[] = Array.isArray(whole.value) ? whole.value : [whole.value];
  return { count: values.length, at: (index) => ({ value: values[index] }) };
};

const parsed = (text: string): SentItem => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { notJson: true };
  }
};
