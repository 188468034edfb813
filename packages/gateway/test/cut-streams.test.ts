import { crc32 } from 'node:zlib';
import type { Wire } from '@meterline/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTap } from '../src/tap/tap.ts';
import { type Bench, startBench } from './gateway.test-kit.ts';

/** A stream of a wire, as a provider sends it, and what it says was used. */
interface Sample {
  readonly wire: Wire;
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly tokens: Readonly<Record<string, number>>;
}

const sse = (...values: readonly (object | string)[]): Buffer =>
  Buffer.from(
    values.map((one) => `data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`).join(''),
  );

const named = (...values: readonly { readonly type: string }[]): Buffer =>
  Buffer.from(values.map((one) => `event: ${one.type}\r\ndata: ${JSON.stringify(one)}\r\n\r\n`).join(''));

const frame = (type: string, payload: object): Buffer => {
  const texts: readonly [string, string][] = [
    [':message-type', 'event'],
    [':event-type', type],
  ];
  const headers = Buffer.concat(
    texts.map(([name, value]) =>
      Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        Buffer.from([7, 0, value.length]),
        Buffer.from(value),
      ]),
    ),
  );
  const body = Buffer.from(JSON.stringify(payload));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(headers.length + body.length + 16, 0);
  head.writeUInt32BE(headers.length, 4);
  const sum = (bytes: Buffer): Buffer => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(crc32(bytes));
    return four;
  };
  const whole = Buffer.concat([head, sum(head), headers, body]);
  return Buffer.concat([whole, sum(whole)]);
};

const CHUNK = { id: 'c1', object: 'chat.completion.chunk', model: 'm' };

const SAMPLES: readonly Sample[] = [
  {
    wire: 'anthropic-messages',
    path: '/anthropic/v1/messages',
    type: 'text/event-stream',
    bytes: named(
      {
        type: 'message_start',
        message: { model: 'm', usage: { input_tokens: 12, output_tokens: 1 } },
      } as never,
      { type: 'content_block_delta', delta: { type: 'text_delta', text: 'ü語' } } as never,
      { type: 'message_delta', delta: {}, usage: { output_tokens: 90 } } as never,
      { type: 'message_stop' },
    ),
    tokens: { input: 12, output: 90 },
  },
  {
    wire: 'openai-chat',
    path: '/openai/v1/chat/completions',
    type: 'text/event-stream',
    bytes: sse(
      { ...CHUNK, choices: [{ index: 0, delta: { content: 'ü' } }] },
      { ...CHUNK, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
      { ...CHUNK, choices: [], usage: { prompt_tokens: 9, completion_tokens: 2 } },
      '[DONE]',
    ),
    tokens: { input: 9, output: 2 },
  },
  {
    wire: 'openai-responses',
    path: '/openai/v1/responses',
    type: 'text/event-stream',
    bytes: named(
      { type: 'response.created', response: { id: 'r1', model: 'm' } } as never,
      { type: 'response.output_text.delta', delta: 'x' } as never,
      {
        type: 'response.completed',
        response: { id: 'r1', usage: { input_tokens: 7, output_tokens: 3 } },
      } as never,
    ),
    tokens: { input: 7, output: 3 },
  },
  {
    wire: 'gemini',
    path: '/gemini/v1beta/models/m:streamGenerateContent',
    type: 'application/json',
    bytes: Buffer.from(
      '[{"candidates":[{"content":{"parts":[{"text":"]} \\" {"}]}}],"usageMetadata":{"promptTokenCount":7,"totalTokenCount":7}}\n,\n{"usageMetadata":{"promptTokenCount":7,"candidatesTokenCount":5,"totalTokenCount":12}}]',
    ),
    tokens: { input: 7, output: 5 },
  },
  {
    wire: 'bedrock-converse',
    path: '/bedrock/model/m/converse-stream',
    type: 'application/vnd.amazon.eventstream',
    bytes: Buffer.concat([
      frame('contentBlockDelta', { delta: { text: 'x' } }),
      frame('metadata', { usage: { inputTokens: 4, outputTokens: 6, totalTokens: 10 } }),
    ]),
    tokens: { input: 4, output: 6 },
  },
  {
    wire: 'ollama',
    path: '/ollama/api/chat',
    type: 'application/x-ndjson',
    bytes: Buffer.from(
      '{"model":"m","message":{"content":"x"},"done":false}\n{"model":"m","done":true,"prompt_eval_count":3,"eval_count":5}\n',
    ),
    tokens: { input: 3, output: 5 },
  },
];

/** Asked for its usage by us, it comes without the usage chunk. */
const withoutUsageChunk = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString().replace(/data: [^\n]*"choices":\[\][^\n]*\n\n/, ''));

let bench: Bench;
/** What the upstream sends next, by the number in the request. */
const sent = new Map<string, readonly Buffer[]>();
beforeAll(async () => {
  bench = await startBench(async (response, { body }) => {
    const { number, type } = JSON.parse(body) as { number: string; type: string };
    response.writeHead(200, { 'content-type': type });
    for (const piece of sent.get(number) ?? []) {
      response.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
});
afterAll(() => bench.close());

let numbers = 0;
const ask = async ({ path, type }: Sample, pieces: readonly Buffer[]): Promise<Buffer> => {
  const number = String(++numbers);
  sent.set(number, pieces);
  const answer = await fetch(`${bench.url}${path}`, {
    method: 'POST',
    headers: { 'x-meterline-task': number },
    body: JSON.stringify({ number, type, stream: true }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  sent.delete(number);
  return bytes;
};

/** So many at a time. */
const AT_ONCE = 16;
const each = async <T>(values: readonly T[], act: (value: T) => Promise<void>): Promise<void> => {
  const left = [...values];
  const work = async (): Promise<void> => {
    for (let value = left.pop(); value !== undefined; value = left.pop()) await act(value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
};

describe.each(SAMPLES)('a stream of $wire', (sample) => {
  const { bytes, wire, type, tokens } = sample;
  const places = Array.from({ length: bytes.length + 1 }, (_, at) => at);

  it('that is cut at any byte reaches the client as it is, and is on record once, with what it says', async () => {
    const expected = wire === 'openai-chat' ? withoutUsageChunk(bytes) : bytes;
    bench.recorded.length = 0;
    await each(places, async (at) => {
      const got = await ask(sample, [bytes.subarray(0, at), bytes.subarray(at)]);
      expect(got.equals(expected)).toBe(true);
    });
    expect(bench.recorded).toHaveLength(places.length);
    expect(new Set(bench.recorded.map(({ event }) => event.task)).size).toBe(places.length);
    for (const { event } of bench.recorded)
      expect(event).toMatchObject({ tokens, status: 'ok', confidence: 'exact' });
  }, 60_000);

  it('of which bytes are wrong reaches the client as it is, and makes no wild figures', async () => {
    bench.recorded.length = 0;
    const step = Math.ceil(bytes.length / 40);
    await each(
      places.filter((at) => at % step === 0 && at < bytes.length),
      async (at) => {
        const wrong = Buffer.from(bytes);
        wrong[at] = (wrong[at]! + 1 + (at % 254)) % 256;
        const got = await ask(sample, [wrong]);
        if (wire !== 'openai-chat') expect(got.equals(wrong)).toBe(true);
        // What is told to be the usage chunk in spite of it is taken out, and nothing else.
        else expect(isWithoutOnePart(wrong, got)).toBe(true);
      },
    );
    for (const { event } of bench.recorded) expectSane(event.tokens);
  }, 60_000);

  it('is never too much for its observer, whatever its bytes are and wherever they end', () => {
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 20 }),
        fc.nat(bytes.length),
        fc.nat(64),
        (changes, end, size) => {
          const wrong = Buffer.from(bytes.subarray(0, end));
          for (const [at, byte] of changes) if (at < end) wrong[at] = byte;
          const tap = createTap({ wire, contentType: type, contentEncoding: '', isStream: true });
          for (let at = 0; at < wrong.length; at += size + 1) tap.push(wrong.subarray(at, at + size + 1));
          tap.end(() => {});
          expect(tap.dropped()).toBeUndefined();
          expectSane(tap.usage()?.tokens ?? {});
          expect(tap.estimatedOutput() ?? 0).toBeLessThanOrEqual(bytes.length);
        },
      ),
    );
  });
});

const isWithoutOnePart = (whole: Buffer, part: Buffer): boolean => {
  let [front, back] = [0, 0];
  while (front < part.length && part[front] === whole[front]) front += 1;
  while (back < part.length && part.at(-1 - back) === whole.at(-1 - back)) back += 1;
  return front + back >= part.length;
};

const expectSane = (tokens: object): void => {
  for (const count of Object.values(tokens)) {
    expect(Number.isSafeInteger(count)).toBe(true);
    expect(count).toBeGreaterThanOrEqual(0);
  }
};
