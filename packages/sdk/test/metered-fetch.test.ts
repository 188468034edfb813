import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usageChunkFilter } from '../src/answer/usage-chunk-filter.ts';
import { bodyFacts } from '../src/call/request-body.ts';
import { flush, type MeterOptions, meter, meteredFetch, track, withTags } from '../src/index.ts';
import {
  ask,
  CLAUDE_PATH,
  claudeStream,
  event,
  fetchOf,
  freshFolder,
  type Listener,
  startListener,
  streamOf,
} from './sdk.test-kit.ts';

let listener: Listener;
let options: MeterOptions;
beforeAll(async () => {
  listener = await startListener();
  options = { endpoint: listener.url, spillFolder: freshFolder() };
});
beforeEach(() => void listener.records.splice(0));
afterAll(() => listener.close());

const recorded = async () => {
  await flush();
  return listener.records;
};
const metered = (base: typeof fetch, more: MeterOptions = {}) => meteredFetch(base, { ...options, ...more });

describe('an answer', () => {
  it('is read however its bytes are cut', async () => {
    const text = claudeStream(['alpha ', 'βeta ', '🂡']).join('');
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
        listener.records.splice(0);
        const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((end, index) => bytes.subarray(places[index], end));
        const body = new ReadableStream({
          start: (controller) => {
            for (const piece of pieces) if (piece.length > 0) controller.enqueue(piece);
            controller.close();
          },
        });
        const go = metered(
          async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
        );
        const answer = await ask(go, { model: 'claude-x', stream: true }, CLAUDE_PATH);
        expect(await answer.text()).toBe(text);
        expect(await recorded()).toMatchObject([
          { provider: 'anthropic', status: 'ok', tokens: { input: 100, output: 50 }, stopReason: 'end_turn' },
        ]);
      }),
      { numRuns: 25 },
    );
  });

  it('comes chunk for chunk, and nothing is read that the program does not read', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          pulled += 1;
          controller.enqueue(new TextEncoder().encode(`data: {"n":${pulled}}\n\n`));
        },
      },
      { highWaterMark: 0 },
    );
    let cancelled: unknown;
    const watched = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => controller.enqueue((await reader.read()).value!),
        cancel: (reason) => {
          cancelled = reason;
        },
      },
      { highWaterMark: 0 },
    );
    const reader = body.getReader();
    const answer = await ask(
      metered(async () => new Response(watched, { headers: { 'content-type': 'text/event-stream' } })),
      { model: 'm' },
    );
    expect(pulled).toBe(0);
    const mine = answer.body!.getReader();
    for (const n of [1, 2, 3])
      expect(new TextDecoder().decode((await mine.read()).value)).toContain(`"n":${n}`);
    expect(pulled).toBe(3);
    await mine.cancel('enough');
    expect(cancelled).toBe('enough');
    expect(await recorded()).toMatchObject([{ status: 'aborted', model: 'm', httpStatus: 200 }]);
  });

  it('that the program leaves is aborted, and its output is estimated from what came', async () => {
    const stop = new AbortController();
    const go = metered(fetchOf(claudeStream(['x'.repeat(400), 'y'.repeat(400)])));
    const answer = await go(CLAUDE_PATH, {
      method: 'POST',
      body: '{"model":"claude-x"}',
      signal: stop.signal,
    });
    const reader = answer.body!.getReader();
    await reader.read();
    await reader.read();
    stop.abort();
    expect(await recorded()).toMatchObject([
      {
        status: 'aborted',
        estimated: true,
        tokens: { input: 100, output: 100 },
        responseId: 'msg_01abcdefghijklmnopqrstuv',
      },
    ]);
  });

  it('that never comes is an error with a code and no message', async () => {
    const broken = Object.assign(new TypeError('secret words'), { cause: { code: 'ECONNREFUSED' } });
    const go = metered(() => Promise.reject(broken));
    await expect(ask(go, { model: 'm' })).rejects.toBe(broken);
    const records = await recorded();
    expect(records).toMatchObject([{ status: 'error', errorType: 'econnrefused', model: 'm', tokens: {} }]);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  it('that is too long to hold passes, and is recorded without counts', async () => {
    const long = JSON.stringify({ text: 'x'.repeat(9 * 1024 * 1024) });
    const answer = await ask(metered(fetchOf([long], 'application/json')), { model: 'm' });
    expect((await answer.text()).length).toBe(long.length);
    expect(await recorded()).toMatchObject([{ tokens: {} }]);
  });

  it('is what it was: its address, its type, its body once', async () => {
    const answer = await ask(metered(fetchOf(['{"a":1}'], 'application/json')), { model: 'm' });
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, answer.ok, answer.bodyUsed]).toEqual([200, true, false]);
    const copy = answer.clone();
    expect(await answer.json()).toEqual({ a: 1 });
    expect(new TextDecoder().decode(await copy.arrayBuffer())).toBe('{"a":1}');
    expect(answer.bodyUsed).toBe(true);
    await expect(answer.text()).rejects.toBeInstanceOf(TypeError);
    const bad = await ask(metered(fetchOf(['{no json'], 'application/json')), { model: 'm' });
    const native = new Response('{no json');
    expect(await bad.json().catch(String)).toBe(await native.json().catch(String));
    expect(await recorded()).toHaveLength(2);
  });
});

describe('what is no call to a model', () => {
  it('goes by untouched', async () => {
    const answer = new Response('{}');
    const go = metered(async () => answer);
    expect(await go('https://api.openai.com/v1/models')).toBe(answer);
    expect(Object.keys(Object.getOwnPropertyDescriptors(answer))).toEqual([]);
    expect(await recorded()).toEqual([]);
  });
});

describe('the usage that we ask for', () => {
  const chunk = (fields: object) => event({ object: 'chat.completion.chunk', id: 'c', ...fields });
  const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
  const said = [{ index: 0, delta: { content: 'a ,"usage":null b' } }];

  it('is asked for where a stream would not say it, and taken out again', async () => {
    let sent = '';
    const go = metered((input, init) => {
      sent = String(init?.body);
      return fetchOf([
        chunk({ choices: said, usage: null }),
        chunk({ choices: [], usage }),
        'data: [DONE]\n\n',
      ])(input, init);
    });
    const answer = await ask(go, { model: 'gpt', stream: true });
    expect(await answer.text()).toBe(`${chunk({ choices: said })}data: [DONE]\n\n`);
    expect(JSON.parse(sent)).toEqual({ model: 'gpt', stream: true, stream_options: { include_usage: true } });
    expect(await recorded()).toMatchObject([{ tokens: { input: 5, output: 2 } }]);
  });

  it('is left to those who ask themselves, and to providers that say it unasked', async () => {
    for (const [body, host] of [
      [{ model: 'gpt', stream: true, stream_options: {} }, 'api.openai.com'],
      [{ model: 'm', stream: true }, 'api.mistral.ai'],
      [{ model: 'gpt', messages: [] }, 'api.openai.com'],
    ] as const) {
      let sent = '';
      const go = metered(async (_input, init) => {
        sent = String(init?.body);
        return new Response('{}');
      });
      await ask(go, body, `https://${host}/v1/chat/completions`);
      expect(JSON.parse(sent)).toEqual(body);
    }
  });

  it('leaves every other byte where it was, however they are cut', () => {
    const all = [
      chunk({ choices: said, usage: null }),
      ': ping\n\n',
      chunk({ choices: [], usage }),
      'data: [DONE]\n\n',
    ].join('');
    const bytes = new TextEncoder().encode(all);
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(bytes.length), (a, b) => {
        const filter = usageChunkFilter();
        const [first, second] = [Math.min(a, b), Math.max(a, b)];
        const parts = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
        const out = [...parts.map((part) => filter.push(part)), filter.end()];
        const text = out.map((part) => new TextDecoder().decode(part)).join('');
        expect(text).toBe(`${chunk({ choices: said })}: ping\n\ndata: [DONE]\n\n`);
      }),
    );
  });
});

describe('the model of a request', () => {
  it('is found among whatever else is there, and never inside it', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), fc.boolean(), (before, after, stream) => {
        const body = `{"messages":${before},"model":"the-model","x":${after},"user":"ann","stream":${stream}}`;
        expect(bodyFacts(body)).toMatchObject({ model: 'the-model', user: 'ann', stream });
        expect(bodyFacts(`{"messages":[{"model":"other","stream":true}, ${after}]}`)).toMatchObject({
          model: undefined,
          stream: false,
        });
      }),
    );
  });

  it('costs no search through a long prompt', () => {
    const messages = Array.from({ length: 5_000 }, () => ({ role: 'user', content: 'x' }));
    expect(bodyFacts(JSON.stringify({ messages, model: 'late', stream: true }))).toMatchObject({
      model: undefined,
      stream: true,
    });
    expect(bodyFacts(JSON.stringify({ model: 'early', messages }))).toMatchObject({ model: 'early' });
  });

  it('is looked for in anything without harm', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom(undefined, null, 7, new Uint8Array(3))), (body) => {
        expect(bodyFacts(body)).toHaveProperty('stream');
      }),
    );
  });
});

describe('tags', () => {
  it('hold for everything inside, inner before outer, and only there', async () => {
    const go = metered(fetchOf(['{}'], 'application/json'), { tags: { app: 'shop', feature: 'other' } });
    const call = async () => (await ask(go, { model: 'm' })).text();
    await withTags({ feature: 'summary', user: 'ann', tags: { plan: 'pro' } }, async () => {
      await Promise.resolve();
      await call();
      await withTags({ user: 'bob', tags: { lane: '2' } }, call);
    });
    await call();
    expect(await recorded()).toMatchObject([
      { app: 'shop', feature: 'summary', user: 'ann', tags: { plan: 'pro' } },
      { app: 'shop', feature: 'summary', user: 'bob', tags: { plan: 'pro', lane: '2' } },
      { app: 'shop', feature: 'other' },
    ]);
  });

  it('that are texts rather than names are left out', async () => {
    track(
      {
        provider: 'p',
        model: 'm',
        tokens: { input: 1 },
        user: 'x'.repeat(513),
        feature: 'a\nb',
        task: ' t ',
      },
      options,
    );
    const [record] = await recorded();
    expect(record).toMatchObject({ task: 't' });
    expect(record).not.toHaveProperty('user');
    expect(record).not.toHaveProperty('feature');
  });

  it('go to our own gateway as headers', async () => {
    let headers = new Headers();
    const go = metered(async (_input, init) => {
      headers = new Headers(init?.headers);
      return new Response('{}');
    });
    const tags = { lane: '2', Team: 'x' };
    const answer = await withTags({ user: 'ann', feature: '100 % Ø\ud800', tags }, () =>
      ask(go, { model: 'm' }, `${listener.url}/openai/v1/responses`),
    );
    await answer.text();
    const [record] = await recorded();
    expect(Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-meterline')))).toEqual({
      'x-meterline-call': record!['id'],
      'x-meterline-user': 'ann',
      'x-meterline-feature': '100%20%25%20%C3%98%EF%BF%BD',
      'x-meterline-tag-lane': '2',
    });
  });

  it('go there under every name of this machine, and nowhere else', async () => {
    const { port } = new URL(listener.url);
    const own: string[] = [];
    const go = metered(async (input, init) => {
      if (new Headers(init?.headers).has('x-meterline-call')) own.push(new URL(String(input)).host);
      return new Response('{}');
    });
    const hosts = [
      `localhost:${port}`,
      `127.0.0.1:${port}`,
      `[::1]:${port}`,
      'localhost:1',
      'localhost.evil',
    ];
    for (const host of hosts) await ask(go, { model: 'm' }, `http://${host}/openai/v1/responses`);
    expect(own).toEqual(hosts.slice(0, 3));
  });
});

describe('track', () => {
  it('takes what it knows of a call, and nothing else', async () => {
    const call = {
      provider: 'openai',
      model: 'gpt',
      tokens: { input: 1, output: 2 },
      id: 'mine',
      prompt: 'canary',
    };
    track(call, options);
    const records = await recorded();
    expect(records).toMatchObject([{ via: 'sdk', id: 'mine', tokens: { input: 1, output: 2 } }]);
    expect(JSON.stringify(records)).not.toContain('canary');
  });
});

describe('meter', () => {
  it('meters a client once, and says so of what is none', async () => {
    const client = { fetch: fetchOf(['{}'], 'application/json') };
    expect(meter(client, options)).toBe(client);
    const once = client.fetch;
    meter(client, options);
    expect(client.fetch).toBe(once);
    expect(() => meter({})).toThrow(TypeError);
  });

  it('knows the inner client of an older GoogleGenAI, which fetches by itself', async () => {
    const answer = {
      modelVersion: 'g',
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
    };
    const inner = {
      apiCall: async (_url: string, _init: RequestInit, _method?: string) =>
        new Response(streamOf([JSON.stringify(answer)])),
    };
    meter({ apiClient: inner }, options);
    const url = 'https://generativelanguage.googleapis.com/v1beta/models/gemini-x:generateContent';
    expect(await (await inner.apiCall(url, {}, 'POST')).json()).toEqual(answer);
    expect(await recorded()).toMatchObject([
      { provider: 'google', model: 'gemini-x', tokens: { input: 3, output: 2 } },
    ]);
  });
});
