import { afterEach, describe, expect, it } from 'vitest';
import { UPSTREAMS } from '../src/index.ts';
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
    bench = await startBench((response) => {
      response.setHeader('x-ratelimit-remaining-requests', '7').end(JSON.stringify(answers.shift()));
    });
    await ask('', 'POST');
    for (let times = 0; times < 3; times += 1) await ask(`/${ID}`);
    expect(events().map(({ keys, tokens }) => [keys, tokens])).toEqual([
      [[`openai:${ID}`], {}],
      [[`openai:${ID}`], { input: 30, output: 6 }],
      [[`openai:${ID}`], { input: 30, output: 6 }],
    ]);
    const quotas = [{ kind: 'requests', remaining: 7 }];
    expect(events()[0]).toMatchObject({ httpStatus: 200, latencyMs: expect.any(Number), quotas });
    expect(events()[1]).not.toHaveProperty('latencyMs');
    expect(events()[1]).not.toHaveProperty('quotas');
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

describe('whom a call is for', () => {
  /** A call of each upstream, below the path that says who. */
  const CALLS: Readonly<Record<string, string>> = {
    anthropic: '/v1/messages',
    openai: '/v1/responses',
    azure: '/openai/deployments/mine/chat/completions',
    gemini: '/v1beta/models/gemini-2.5-flash:generateContent',
    vertex: '/v1/projects/p/locations/l/publishers/google/models/gemini-2.5-flash:generateContent',
    bedrock: '/model/amazon.nova-pro-v1%3A0/converse',
    openrouter: '/api/v1/chat/completions',
    deepseek: '/v1/chat/completions',
    xai: '/v1/chat/completions',
    mistral: '/v1/chat/completions',
    groq: '/openai/v1/chat/completions',
    ollama: '/api/chat',
    vllm: '/v1/chat/completions',
    house: '/v1/chat/completions',
  };

  it('is said by the path or by headers, to every upstream, and to none behind it', async () => {
    bench = await startBench((response) => void response.end('{}'));
    expect(Object.keys(CALLS).sort()).toEqual([...UPSTREAMS.map(({ name }) => name), 'house'].sort());
    for (const [name, path] of Object.entries(CALLS)) {
      const url = `${bench.url}/with/feature=by%20path,tag-team=red,user=p/${name}${path}?a=b`;
      const headers = { 'x-meterline-user': 'by header', 'x-meterline-tag-run': '7' };
      await (await fetch(url, { method: 'POST', body: '{"model":"m"}', headers })).text();
    }
    const said = { feature: 'by path', user: 'by header', tags: { team: 'red', run: '7' } };
    expect(events()).toMatchObject(Object.keys(CALLS).map(() => said));
    expect(bench.seen.map(({ url }) => url)).toEqual(Object.values(CALLS).map((path) => `${path}?a=b`));
    expect(JSON.stringify(bench.seen.map(({ headers }) => headers))).not.toMatch(/meterline|by header/);
  });
});

describe('the id of a request', () => {
  const KEPT = { anthropic: 'request-id', openai: 'x-request-id', groq: 'x-request-id' };
  const CLOUDS = { azure: 'apim-request-id', bedrock: 'x-amzn-requestid' };
  const REQ = 'req_0123456789abcdefghij';
  const UUID = '0190c3a4-7f2b-7000-8000-1234567890ab';

  it('is a key of the call where a provider makes it, and is not kept where a host may echo what it is sent', async () => {
    bench = await startBench((response) => {
      for (const header of Object.values({ ...KEPT, ...CLOUDS }))
        response.setHeader(header, header.startsWith('a') || header.includes('amzn') ? UUID : REQ);
      response.end('{}');
    });
    for (const name of [...Object.keys(KEPT), ...Object.keys(CLOUDS), 'vllm', 'house']) {
      const path = { anthropic: '/v1/messages', bedrock: '/model/m/converse' }[name] ?? '/v1/responses';
      await (await fetch(`${bench.url}/${name}${path}`, { method: 'POST', body: '{}' })).text();
    }
    expect(events().map(({ keys }) => keys.join().replace(/^gateway:.*/, 'ours'))).toEqual([
      ...Object.keys(KEPT).map((name) => `${name}:request:${REQ}`),
      ...Object.keys(CLOUDS).map((name) => `${name}:request:${UUID}`),
      'ours',
      'ours',
    ]);
  });
});
