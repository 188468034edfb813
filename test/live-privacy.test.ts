import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ROUTES } from '@meterline/api';
import type { Wire } from '@meterline/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flush, meteredFetch, meterStats, track } from '../packages/sdk/src/index.ts';
import { CANARY, filesBelow } from './canaries.ts';
import { canaryTelemetry, TELEMETRY_CALLS, TELEMETRY_SESSION } from './canary-telemetry.ts';
import { BEHAVIOURS, type Behaviour, type CanaryUpstream, startCanaryUpstream } from './canary-upstream.ts';
import { CANARY_WIRES } from './canary-wires.ts';
import { meterline } from './run-meterline.ts';
import { meterlineIn, type Running, until } from './serve-meterline.ts';

/**
 * Canaries stand in all that programs ask, in all that providers answer and in every header of both. The real program
 * takes such calls by the gateway, by ingest, from the SDK and as telemetry; then every byte that it keeps, answers and prints
 * is searched.
 */
const KEPT = 'kept-by-design';
const WIRES = Object.keys(CANARY_WIRES) as Wire[];

let upstream: CanaryUpstream;
let running: Running;
let stream = '';
const closing = new AbortController();

const leaks: string[] = [];
let searched = 0;

/** The canary as it would stand in text, in base64 (at each of three places), in hex and in UTF-16. */
const FORMS: readonly string[] = [
  CANARY,
  CANARY.toLowerCase(),
  ...[0, 1, 2].map((before) =>
    // Without the letters that its neighbours decide.
    Buffer.from(`${'x'.repeat(before)}${CANARY}`)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(before === 0 ? 0 : 4, -2),
  ),
  Buffer.from(CANARY).toString('hex'),
  Buffer.from(CANARY, 'utf16le').toString('latin1'),
];

const search = (where: string, text: string): void => {
  searched += text.length;
  for (const form of FORMS) {
    const at = text.indexOf(form);
    if (at >= 0) leaks.push(`${where}: …${text.slice(Math.max(0, at - 100), at)}…`);
  }
};

const fill = (home: string): void => {
  const names = ['anthropic', 'openai', 'gemini', 'bedrock', 'ollama', 'house'];
  const lines = names.map((name) => `${name} = "${upstream.url}"`);
  mkdirSync(join(home, '.meterline'));
  writeFileSync(
    join(home, '.meterline/meterline.toml'),
    ['[gateway.upstreams]', ...lines, 'gone = "http://127.0.0.1:1"', ''].join('\n'),
  );
};

const listen = async (): Promise<void> => {
  const { body } = await fetch(`${running.url}/api/stream`, { signal: closing.signal });
  void (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of body!) stream += decoder.decode(chunk, { stream: true });
  })().catch(() => {});
};

beforeAll(async () => {
  upstream = await startCanaryUpstream();
  running = await meterlineIn({ fill, args: ['--no-watch'], env: { METERLINE_DEBUG: '1' } });
  await running.start();
  await listen();
});
afterAll(async () => {
  closing.abort();
  await running.stop();
  await upstream.close();
});

const SECRETS = {
  authorization: `Bearer ${CANARY}`,
  'x-api-key': CANARY,
  'x-goog-api-key': CANARY,
  'api-key': CANARY,
  cookie: `a=${CANARY}`,
  'x-forwarded-for': CANARY,
  'x-odd': CANARY,
  'user-agent': CANARY,
  'idempotency-key': CANARY,
  baggage: `theirs=${CANARY}`,
  tracestate: `theirs=${CANARY}`,
};

/** Asks one wire; resolves when the answer has ended, or has begun where the client then leaves. */
const call = async (wire: Wire, behaviour: Behaviour): Promise<void> => {
  const { path, streamPath = path, asked } = CANARY_WIRES[wire];
  const isWhole = behaviour === 'whole' || behaviour.startsWith('refuse');
  const leaving = new AbortController();
  const answer = await fetch(`${running.url}${isWhole ? path : streamPath}`, {
    method: 'POST',
    headers: {
      ...SECRETS,
      'content-type': 'application/json',
      'x-behave': behaviour,
      'x-meterline-feature': KEPT,
    },
    body: JSON.stringify(isWhole ? asked : { ...asked, stream: true }),
    signal: leaving.signal,
  });
  if (behaviour === 'hang') {
    await answer.body?.getReader().read();
    leaving.abort();
    return;
  }
  // A stream that breaks off does so here, too.
  const text = await answer.text().catch(() => CANARY);
  expect(
    FORMS.some((form) => text.includes(form)),
    `${wire} ${behaviour}: ${text}`,
  ).toBe(true);
};

interface CallsTold {
  readonly rows: readonly { readonly id: string; readonly status: string; readonly source: string }[];
}
const callsTold = async (): Promise<CallsTold> =>
  (await running.ask('/calls?period=all&limit=1000')) as CallsTold;

describe('the gateway', () => {
  it.each(WIRES)('passes canaries on, both ways: %s', async (wire) => {
    for (const behaviour of BEHAVIOURS)
      if (behaviour !== 'hang' || CANARY_WIRES[wire].stream !== undefined) await call(wire, behaviour);
  });

  it('passes them on where it is no call, has no upstream, or nobody knows the path', async () => {
    const post = { method: 'POST', headers: SECRETS, body: CANARY };
    for (const path of ['/openai/v1/files', '/openai/v1/audio/speech', '/anthropic/v1/messages/count_tokens'])
      await (await fetch(`${running.url}${path}?key=${CANARY}`, post)).text();
    await (
      await fetch(`${running.url}/with/feature=${KEPT}/house/v1/chat/completions?key=${CANARY}`, post)
    ).text();
    await (await fetch(`${running.url}/gone/v1/chat/completions?key=${CANARY}`, post)).text();
    const own = { ...post, headers: { authorization: `Bearer ml_${CANARY}` } };
    await (await fetch(`${running.url}/openai/v1/chat/completions`, own)).text();
    await (await fetch(`${running.url}/${CANARY}/v1?key=${CANARY}`, post)).text();
  });

  it('has given the upstream all of them, and recorded the calls', async () => {
    const got = upstream.got();
    expect(got.split(CANARY).length).toBeGreaterThan(WIRES.length * BEHAVIOURS.length * 10);
    for (const said of ['system', 'prompt', 'what a tool does', 'metadata that is no name of ours'])
      expect(got).toContain(`${CANARY} ${said}`);
    for (const [name, value] of Object.entries(SECRETS)) expect(got).toContain(`${name}\n${value}`);
    expect(got).toContain(`?key=${CANARY}`);
    expect(got).not.toContain(KEPT);
    await until('has recorded calls that ended in every way', async () => {
      const { rows } = await callsTold();
      return new Set(rows.map(({ status }) => status)).size === 3 && rows.length > WIRES.length * 6;
    });
  });
});

const token = { input: 10, output: 1 };
const plain = { provider: 'openai', model: 'gpt-5.4', tokens: token, feature: KEPT };

/** What programs send by mistake: texts where none belong. */
const BAD_ITEMS: readonly unknown[] = [
  CANARY,
  [CANARY],
  { ...plain, prompt: CANARY, messages: [{ content: CANARY }] },
  { ...plain, [`${CANARY} as a name`]: 1 },
  { ...plain, tokens: { ...token, [`${CANARY} as a name`]: 1 } },
  { ...plain, tokens: CANARY },
  { ...plain, tokens: { input: CANARY } },
  { ...plain, time: CANARY },
  { ...plain, status: CANARY },
  { ...plain, latencyMs: CANARY },
  { ...plain, via: CANARY },
  { ...plain, status: 'error', errorType: `it says ${CANARY}`, stopReason: `because of ${CANARY}` },
  { ...plain, feature: `${CANARY} ${'long '.repeat(2000)}` },
  { ...plain, user: `${CANARY}\nof two lines` },
  { ...plain, tags: CANARY },
  { provider: 'openai', response: CANARY },
  { provider: 'openai', response: { choices: [{ message: { content: CANARY } }] } },
  { provider: 'openai', response: { error: { message: CANARY, type: `it says ${CANARY}` } } },
];

describe('ingest', () => {
  const post = async (body: string | Buffer, headers: Record<string, string> = {}): Promise<void> => {
    const sent = { 'content-type': 'application/json', ...SECRETS, ...headers };
    const answer = await fetch(`${running.url}/api/events?key=${CANARY}`, {
      method: 'POST',
      headers: sent,
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    search('answer of ingest', `${JSON.stringify([...answer.headers])} ${await answer.text()}`);
  };

  it('tells nothing of bad items, one by one or together', async () => {
    for (const item of BAD_ITEMS) await post(JSON.stringify(item));
    await post(JSON.stringify(BAD_ITEMS));
    const lines = BAD_ITEMS.map((item) => JSON.stringify(item)).join('\n');
    await post(gzipSync(`${lines}\n${CANARY}, not JSON\n{"a":"${CANARY}`), {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    });
    await post(CANARY, { 'content-encoding': CANARY });
    await post(CANARY, { 'content-type': `text/plain; ${CANARY}` });
    await post(`{"${CANARY}`, { authorization: CANARY });
    expect(leaks).toEqual([]);
  });

  it.each(WIRES)("takes a provider's answer and keeps nothing of what it says: %s", async (wire) => {
    const { whole } = CANARY_WIRES[wire];
    await post(
      JSON.stringify({ provider: 'house', model: 'm', response: whole, request: CANARY_WIRES[wire].asked }),
    );
    expect(leaks).toEqual([]);
  });
});

describe('telemetry', () => {
  const send = async (path: string, body: Buffer, type: string): Promise<void> => {
    const answer = await fetch(`${running.url}${path}?key=${CANARY}`, {
      method: 'POST',
      headers: { ...SECRETS, 'content-type': type },
      body: new Uint8Array(body),
    });
    search(`answer of ${path}`, `${JSON.stringify([...answer.headers])} ${await answer.text()}`);
    expect([200, 400, 415]).toContain(answer.status);
  };

  it.each(['json', 'protobuf'] as const)(
    'says what was asked and answered, and nothing of it is kept: %s',
    async (form) => {
      const type = form === 'json' ? 'application/json' : 'application/x-protobuf';
      for (const { path, body } of canaryTelemetry(form)) await send(path, body, type);
      expect(leaks).toEqual([]);
    },
  );

  it('that cannot be read is not told of', async () => {
    for (const path of ['/v1/traces', '/v1/logs', '/v1/metrics'])
      for (const type of ['application/json', 'application/x-protobuf', `text/${CANARY}`])
        await send(path, Buffer.from(`{"${CANARY}":["${CANARY}"`), type);
    expect(leaks).toEqual([]);
  });

  it('has come as calls', async () => {
    const told = async (): Promise<number> =>
      (await callsTold()).rows.filter(({ source }) => source === 'otlp').length;
    await until('has every dialect', async () => (await told()) >= TELEMETRY_CALLS);
  });
});

describe('the SDK', () => {
  it('sends nothing of what a program asks and is answered, whatever becomes of it', async () => {
    const sent: string[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (input, init) => {
      if (String(input).startsWith(running.url)) sent.push(textOfBody(init));
      return fetch(input, init);
    };
    const spillFolder = join(running.home, 'spill');
    const options = { endpoint: running.url, spillFolder, tags: { feature: KEPT } };
    const ask = meteredFetch(fetch, options);
    for (const wire of WIRES)
      for (const behaviour of BEHAVIOURS) {
        const { path, streamPath = path, asked } = CANARY_WIRES[wire];
        const isWhole = behaviour === 'whole' || behaviour.startsWith('refuse');
        const leaving = new AbortController();
        const url = `${upstream.url}${isWhole ? path : streamPath}`;
        const headers = { ...SECRETS, 'content-type': 'application/json', 'x-behave': behaviour };
        const body = JSON.stringify(isWhole ? asked : { ...asked, stream: true });
        const answer = await ask(url, { method: 'POST', headers, body, signal: leaving.signal });
        if (behaviour === 'hang' && CANARY_WIRES[wire].stream !== undefined)
          await answer.body?.getReader().read();
        else await answer.text().catch(() => {});
        leaving.abort();
      }
    track(
      {
        provider: 'house',
        model: 'm',
        tokens: { input: 1 },
        ...{ prompt: CANARY },
        errorType: `it says ${CANARY}`,
      },
      options,
    );
    await flush();
    globalThis.fetch = fetch;
    search('what the SDK sends', sent.join('\n'));
    expect(sent.join('').length).toBeGreaterThan(10_000);
    expect(meterStats()).toMatchObject({ waiting: 0, lost: 0 });
    expect(leaks).toEqual([]);
  });
});

/** What the SDK sends goes packed. */
const textOfBody = (init: RequestInit | undefined): string => {
  const body = init?.body;
  if (typeof body === 'string') return body;
  return body instanceof ArrayBuffer ? gunzipSync(new Uint8Array(body)).toString() : '';
};

describe('what is left of it', () => {
  const NEEDED: Readonly<Record<string, string>> = {
    '/models/what-if': 'model=gpt-5.4',
    '/models/what-if.csv': 'model=gpt-5.4',
    '/session.csv': `app=claude-code&session=${TELEMETRY_SESSION}`,
    '/cache.csv': 'list=sessions',
    '/prices': 'search=claude',
  };

  it('is in no answer of the API', async () => {
    const look = async (path: string): Promise<void> => {
      const answer = await fetch(`${running.url}/api${path}`);
      const text = await answer.text();
      expect(answer.status, `${path} ${text.slice(0, 200)}`).toBe(200);
      search(path, text);
    };
    for (const { method, path } of Object.values(ROUTES)) {
      if (method !== 'get' || path.includes('{')) continue;
      const takesPeriod = !/^\/(status|live|issues|prices|settings|sources)/.test(path);
      await look(`${path}?${[NEEDED[path], takesPeriod ? 'period=all' : ''].filter(Boolean).join('&')}`);
    }
    const { rows } = await callsTold();
    for (const { id } of rows) await look(`/calls/${id}`);
    expect(searched).toBeGreaterThan(200_000);
    expect(leaks).toEqual([]);
  });

  it('is in no event', async () => {
    await until('has told of a call', () => stream.includes('event: call'));
    expect(stream).toContain('"source":"gateway"');
    search('the event stream', stream);
    expect(leaks).toEqual([]);
  });

  it.each([
    ['doctor'],
    ['sources'],
    ['export'],
    ['export', '--csv'],
    ['costs', '--period', 'all', '--by', 'feature,model'],
  ])('is not in what meterline %s prints', (...command) => {
    const { stdout, stderr } = meterline(command, { env: { HOME: running.home } });
    expect(stdout.length).toBeGreaterThan(50);
    search(command.join(' '), stdout + stderr);
    expect(leaks).toEqual([]);
  });

  it('is in no byte of the data folder, before the program ends and after, nor in what it printed', async () => {
    const lookAll = (): string => {
      const files = filesBelow(running.home).filter((path) => !path.endsWith('-shm'));
      const bytes = files.map((path) => [path, readFileSync(path, 'latin1')] as const);
      for (const [path, text] of bytes) search(path.slice(running.home.length), text);
      return bytes.map(([path, text]) => `${path}\n${text}`).join('\n');
    };
    const during = lookAll();
    // It is the ledger, its log, the spool and the key that were looked at; and what is there is found.
    for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', '.calls', 'fingerprint.key', KEPT])
      expect(during).toContain(name);
    expect(await running.stop()).toMatchObject({ signal: null });
    expect(lookAll()).toContain(KEPT);
    search('what it printed', running.printed());
    expect(running.printed()).toContain('Dashboard:');
    expect(leaks).toEqual([]);
  });
});
