import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, startBench } from './gateway.test-kit.ts';

const ID = 'resp_0123456789abcdef0123456789abcdef';
const queued = { id: ID, object: 'response', status: 'queued', model: 'gpt-5.4', output: [], usage: null };
const usage = { input_tokens: 30, output_tokens: 6, total_tokens: 36 };
const done = { ...queued, status: 'completed', usage };

let bench: Bench;
afterEach(() => bench.close());
const ask = async (path: string, method = 'GET'): Promise<void> => {
  const body = method === 'GET' ? {} : { body: '{"model":"gpt-5.4","background":true}' };
  await (await fetch(`${bench.url}/openai/v1/responses${path}`, { method, ...body })).text();
};
const events = () => bench.recorded.map(({ event }) => event);

describe('an answer of the background', () => {
  it('is one call from the moment it is asked for, however often it is looked after', async () => {
    const answers = [queued, { ...queued, status: 'in_progress' }, done, done];
    bench = await startBench((response) => void response.end(JSON.stringify(answers.shift())));
    await ask('', 'POST');
    for (let times = 0; times < 3; times += 1) await ask(`/${ID}`);
    expect(events().map(({ keys, tokens }) => [keys, tokens])).toEqual([
      [[`openai:${ID}`], {}],
      [[`openai:${ID}`], { input: 30, output: 6 }],
      [[`openai:${ID}`], { input: 30, output: 6 }],
    ]);
    expect(events()[0]).toMatchObject({ httpStatus: 200, latencyMs: expect.any(Number) });
    expect(events()[1]).not.toHaveProperty('latencyMs');
  });

  it('tells what it used when it is cancelled', async () => {
    bench = await startBench(
      (response) => void response.end(JSON.stringify({ ...done, status: 'cancelled' })),
    );
    await ask(`/${ID}/cancel`, 'POST');
    expect(events()).toMatchObject([
      { keys: [`openai:${ID}`], stopReason: 'cancelled', tokens: { output: 6 } },
    ]);
  });

  it('that is not there, or has an id that comes again, is no call', async () => {
    bench = await startBench((response, { url }) => {
      response.statusCode = url.endsWith('/gone') ? 404 : 200;
      response.end(
        JSON.stringify(url.endsWith('/gone') ? { error: { type: 'not_found' } } : { ...done, id: '1' }),
      );
    });
    await ask('/gone');
    await ask('/1');
    expect(events()).toEqual([]);
  });
});

describe('a form', () => {
  const send = async (size: number): Promise<void> => {
    const form = new FormData();
    form.set('file', new Blob([Buffer.alloc(size, 'a')]), 'a.wav');
    form.set('model', 'gpt-4o-transcribe');
    const url = `${bench.url}/openai/v1/audio/transcriptions`;
    await (await fetch(url, { method: 'POST', body: form })).text();
  };

  it.each([1_000, 300_000])('names its model, held or on its way: %i bytes', async (size) => {
    const answer = { text: 'x', usage: { type: 'tokens', input_tokens: 14, output_tokens: 5 } };
    bench = await startBench((response) => void response.end(JSON.stringify(answer)), {
      bounds: { heldBodyBytes: 100_000 },
    });
    await send(size);
    expect(events()).toMatchObject([{ model: 'gpt-4o-transcribe', tokens: { input: 14, output: 5 } }]);
    expect(bench.seen[0]!.body.length).toBeGreaterThan(size);
  });
});

describe('an upstream behind a path', () => {
  it('is called below it, and its paths are what they are without it', async () => {
    bench = await startBench((response) => void response.end(JSON.stringify(done)));
    const there = await startBench(() => {}, { to: `${bench.upstreamUrl}/llm/v9/` });
    const path = '/azure/openai/deployments/mine/chat/completions?api-version=1';
    await (await fetch(`${there.url}${path}`, { method: 'POST', body: '{}' })).text();
    expect(bench.seen.map(({ url }) => url)).toEqual([
      '/llm/v9/openai/deployments/mine/chat/completions?api-version=1',
    ]);
    expect(there.recorded.map(({ event }) => event.model)).toEqual(['mine']);
    await there.close();
  });
});
