import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, startBench } from './gateway.test-kit.ts';

const id = (prefix: string, digit: number): string => `${prefix}${String(digit).repeat(24)}`;
const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
const line = (body: object, digit: number): object => ({
  id: id('batch_req_', digit),
  custom_id: `mine-${digit}`,
  response: { status_code: 200, body },
});

const CHAT = line(
  { id: id('chatcmpl-', 1), object: 'chat.completion', model: 'gpt-5.4', choices: [], usage },
  1,
);
const EMBEDDING = line(
  { object: 'list', data: [], model: 'text-embedding-3-small', usage: { prompt_tokens: 8 } },
  2,
);
const RESPONSE = line(
  {
    id: id('resp_', 3),
    object: 'response',
    status: 'completed',
    model: 'gpt-5.4',
    output: [{ type: 'function_call' }],
    usage: { input_tokens: 30, output_tokens: 6, total_tokens: 36 },
  },
  3,
);
const REFUSED = { id: id('batch_req_', 4), custom_id: 'mine-4', response: null, error: { code: 'expired' } };
const HOMEMADE = {
  id: '1',
  custom_id: 'mine-5',
  response: { body: { id: 'chatcmpl-1', choices: [], usage } },
};

const MESSAGE = {
  custom_id: 'mine',
  result: {
    type: 'succeeded',
    message: {
      id: id('msg_01', 5),
      type: 'message',
      model: 'claude-opus-4-8',
      content: [],
      usage: { input_tokens: 12, output_tokens: 3, service_tier: 'batch' },
    },
  },
};
const EXPIRED = { custom_id: 'late', result: { type: 'expired' } };

const fileOf = (...lines: readonly object[]): Buffer =>
  Buffer.from(lines.map((one) => `${JSON.stringify(one)}\n`).join(''));

const OPENAI = fileOf(CHAT, EMBEDDING, RESPONSE, REFUSED, HOMEMADE);
const EXPECTED = [
  {
    keys: [`openai:${id('chatcmpl-', 1)}`, `openai:${id('batch_req_', 1)}`],
    tokens: { input: 9, output: 2 },
  },
  { keys: [`openai:${id('batch_req_', 2)}`], model: 'text-embedding-3-small', tokens: { input: 8 } },
  {
    keys: [`openai:${id('resp_', 3)}`, `openai:${id('batch_req_', 3)}`],
    tokens: { input: 30, output: 6 },
    toolCalls: 1,
  },
].map((one) => ({ provider: 'openai', batch: true, status: 'ok', confidence: 'exact', ...one }));

let bench: Bench;
afterEach(() => bench.close());

const events = () => bench.recorded.map(({ event }) => event);
const fetched = async (path: string, headers = {}): Promise<Buffer> => {
  const answer = await fetch(`${bench.url}${path}`, { headers });
  return Buffer.from(await answer.arrayBuffer());
};
const FILE = '/openai/v1/files/file-1/content';

describe('the results of a batch', () => {
  it.each([
    ['', (bytes: Buffer) => bytes],
    ['identity', (bytes: Buffer) => bytes],
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)('are calls, and on record when they have arrived: %s', async (encoding, compress) => {
    bench = await startBench((response) => {
      if (encoding !== '') response.setHeader('content-encoding', encoding);
      response.end(compress(OPENAI));
    });
    expect(await fetched(FILE)).toEqual(OPENAI);
    expect(events()).toMatchObject(EXPECTED);
  });

  it('fetched again are the same calls', async () => {
    bench = await startBench((response) => void response.end(OPENAI));
    for (let times = 0; times < 2; times += 1) await fetched(FILE);
    const keys = events().map((event) => event.keys.join());
    expect(keys.slice(0, EXPECTED.length)).toEqual(keys.slice(EXPECTED.length));
  });

  it('of Anthropic are read, too; what was not answered costs nothing', async () => {
    bench = await startBench((response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(fileOf(MESSAGE, EXPIRED)));
    });
    const path = '/with/feature=nightly/anthropic/v1/messages/batches/b1/results';
    await fetched(path, { 'x-meterline-user': 'ann' });
    expect(events()).toMatchObject([
      {
        keys: [`anthropic:${id('msg_01', 5)}`],
        batch: true,
        tokens: { input: 12, output: 3 },
        feature: 'nightly',
        user: 'ann',
      },
    ]);
  });

  it('that cannot be inflated pass as they are, and are counted', async () => {
    bench = await startBench((response, { url }) => {
      response.setHeader('content-encoding', url.includes('odd') ? 'compress' : 'gzip');
      response.end(url.includes('cut') ? gzipSync(OPENAI).subarray(0, -9) : 'no gzip');
    });
    for (const name of ['odd', 'bad', 'cut'])
      await fetched(`/openai/v1/files/${name}/content`).catch(() => {});
    expect(bench.gateway.stats().dropped).toEqual({ encoding: 1, fault: 2 });
  });
});
