import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectionId, KNOWN_CLIENTS } from '@meterline/api/clients';
import { UPSTREAMS } from '@meterline/gateway';
import { connections, loadConfig } from '@meterline/server';
import type { StoredCall } from '@meterline/store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_PORT } from '../packages/server/src/http/serve.ts';
import { started, stopServers } from '../packages/server/test/http-kit.ts';
import { freshFolder, writeFile } from '../packages/server/test/kit.ts';
import { closeServices, startService, type TestService } from '../packages/server/test/service-kit.ts';
import { CANARY_WIRES } from './canary-wires.ts';
import { codeIn, curlRequest, guide, shellWords } from './doc-examples.ts';

/** Every example of the guides is sent as it stands there, to a service on another port. */
const SENDING = guide('send-calls.md');
const GATEWAY = guide('gateway.md');
const DOCUMENTED = `http://127.0.0.1:${DEFAULT_PORT}`;

interface Got {
  readonly url: string;
  readonly headers: Readonly<Record<string, unknown>>;
}
let upstream: Server;
let origin: string;
const got: Got[] = [];
beforeAll(async () => {
  upstream = createServer((request, response) => {
    request.resume().on('end', () => {
      got.push({ url: request.url ?? '', headers: request.headers });
      const wire = wireOf(request.url ?? '');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(wire.whole));
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => upstream.close(resolve)));

const wireOf = (url: string) => {
  if (url.endsWith('/messages')) return CANARY_WIRES['anthropic-messages'];
  if (url.includes(':generateContent')) return CANARY_WIRES.gemini;
  return url.endsWith('/api/chat') ? CANARY_WIRES.ollama : CANARY_WIRES['openai-chat'];
};

let test: TestService;
let url: string;
const restart = async (toml: string): Promise<void> => {
  const home = join(freshFolder(), 'data');
  test = await startService({ home, watch: false });
  writeFileSync(join(home, 'meterline.toml'), toml);
  expect(await test.service.reload()).toMatchObject({ ok: true });
  ({ url } = await started(test.service));
};
beforeEach(async () => {
  got.length = 0;
  const fixed = UPSTREAMS.filter(({ place }) => place === undefined);
  await restart(`[gateway.upstreams]\n${fixed.map(({ name }) => `${name} = "${origin}"\n`).join('')}`);
});
afterEach(async () => {
  await stopServers();
  await closeServices();
});

const here = (documented: string): string => {
  expect(documented.startsWith(`${DOCUMENTED}/`)).toBe(true);
  return `${url}${documented.slice(DOCUMENTED.length)}`;
};

const calls = async (): Promise<readonly StoredCall[]> => {
  await test.service.recorder.flush();
  const all: StoredCall[] = [];
  for await (const call of test.service.reader().ledger.events({ order: 'oldest' })) all.push(call);
  return all;
};

const JSON_TYPE = { 'content-type': 'application/json' };

const post = async (
  to: string,
  body: string,
  headers: Readonly<Record<string, string>> = JSON_TYPE,
): Promise<{ readonly status: number; readonly json: unknown }> => {
  const answer = await fetch(to, { method: 'POST', headers, body });
  return { status: answer.status, json: await answer.json() };
};

// Files are sent by `import-examples.test.ts`.
const curls = SENDING.blocks('sh')
  .map(curlRequest)
  .filter(({ url }) => !url.includes('/api/import'));
const sendCurl = ({ url: to, method, headers, body = '' }: (typeof curls)[number]) => {
  expect(method).toBe('POST');
  return post(here(to), body, headers);
};

describe('send-calls.md', () => {
  it.each(curls.map((one, index) => [index + 1, one] as const))(
    'curl command %i records a call, and sent again adds none',
    async (_, curl) => {
      const added = { accepted: 1, rejected: 0, items: [] };
      expect(await sendCurl(curl)).toMatchObject({ status: 200, json: { ...added, added: 1 } });
      expect(await sendCurl(curl)).toMatchObject({
        status: 200,
        json: { ...added, added: 0, merged: 0, unchanged: 1 },
      });
      const [call, ...others] = await calls();
      expect(others).toEqual([]);
      expect(call).toMatchObject({
        provider: 'openai',
        model: 'gpt-5.4',
        feature: 'summary',
        tokens: { input: 1200, cacheRead: 800, output: 150 },
        cost: { status: 'priced' },
      });
    },
  );

  it('has both a call of its own and an answer among its curl commands', () => {
    expect(curls.map(({ body = '' }) => 'response' in JSON.parse(body))).toEqual([false, true]);
  });

  const message = CANARY_WIRES['anthropic-messages'].whole;

  it('has a Python function whose body is taken', async () => {
    const [python = ''] = SENDING.blocks('python');
    const [, dumped = ''] = /json\.dumps\(\{(.*?)\}\)/.exec(python) ?? [];
    // The keys of the dictionary, and the names beside it.
    const body: Record<string, unknown> = {};
    const [, ...given] = /record\("(\w+)", message\.model_dump\(\), (.*)\)/.exec(python) ?? [];
    const values: Readonly<Record<string, unknown>> = { provider: given[0], response: message };
    for (const [, key, variable] of dumped.matchAll(/"(\w+)": (\w+)/g)) body[key!] = values[variable!];
    expect(dumped).toContain('**about');
    for (const [, name, value] of given[1]!.matchAll(/(\w+)="(\w+)"/g)) body[name!] = value;
    expect(Object.keys(body)).toEqual(['provider', 'response', 'feature', 'user']);
    const [, to = '', headers = ''] = /Request\("([^"]+)", body, (\{[^}]+\})\)/.exec(python) ?? [];
    const answer = await post(here(to), JSON.stringify(body), JSON.parse(headers));
    expect(answer).toMatchObject({ status: 200, json: { added: 1, items: [] } });
    expect(await calls()).toMatchObject([{ provider: 'anthropic', feature: 'summary', user: '42' }]);
  });

  const [node = '', answered = ''] = SENDING.blocks('json');

  it('has a node of n8n whose body is taken when it is an expression, and refused when the answer is its text', async () => {
    const answer = JSON.stringify(CANARY_WIRES['openai-chat'].whole);
    const asExpression = node
      .replace('"{{ $json }}"', answer)
      .replace('{{ $workflow.name }}', 'daily report');
    expect(await post(`${url}/api/events`, asExpression)).toMatchObject({
      status: 200,
      json: { added: 1, items: [] },
    });
    expect(await calls()).toMatchObject([{ app: 'n8n', feature: 'daily report' }]);
    const asText = JSON.stringify({ ...JSON.parse(node), response: answer });
    expect(await post(`${url}/api/events`, asText)).toMatchObject({ status: 400, json: { accepted: 0 } });
  });

  it('shows an answer as it comes', async () => {
    const known = JSON.parse(curls[0]!.body!) as Record<string, unknown>;
    await sendCurl(curls[0]!);
    const bad = { ...known, id: 'order-9', tokens: { input: -1 } };
    const answer = await post(`${url}/api/events`, JSON.stringify([known, { ...known, id: 'order-8' }, bad]));
    expect(answer.json).toEqual(JSON.parse(answered));
  });
});

/** What a client of a base URL asks next. */
const ASKS: readonly (readonly [RegExp, string])[] = [
  [/^\/(anthropic)$/, '/v1/messages'],
  [/^\/(gemini)$/, '/v1beta/models/gemini-2.5-pro:generateContent'],
  [/^\/(ollama)$/, '/api/chat'],
  [/^\/(azure)\//, '/openai/deployments/chat/chat/completions'],
  [
    /^\/(vertex)\//,
    '/v1/projects/p/locations/us-east5/publishers/google/models/gemini-2.5-pro:generateContent',
  ],
  [/^\/(bedrock)\//, '/model/amazon.nova-pro-v1:0/converse'],
  [/^\//, '/chat/completions'],
];

/** Each base URL of the table, from `http://127.0.0.1:6383/deepseek`, `/xai/v1` … */
const bases = GATEWAY.rows().flatMap((row) =>
  codeIn(row[2]!).map((code) => (code.startsWith('/') ? code : code.slice(DOCUMENTED.length))),
);
const places: Readonly<Record<string, string>> = {
  RESOURCE: 'acme',
  LOCATION: 'us-east5',
  REGION: 'us-east-1',
};
const asked = (base: string): string => {
  const [, path = ''] = ASKS.find(([of]) => of.test(base))!;
  return `${base.replace(/[A-Z]{4,}/, (word) => places[word] ?? word)}${path}`;
};
const isPlaced = (base: string): boolean => /[A-Z]{4,}/.test(base);

describe('gateway.md', () => {
  it('names every upstream once', () => {
    const named = bases.map((base) => base.split('/')[1]);
    expect(named.toSorted()).toEqual(UPSTREAMS.map(({ name }) => name).toSorted());
  });

  it.each(bases.filter((base) => !isPlaced(base)))(
    'leads calls of %s to their upstream, metered',
    async (base) => {
      const answer = await post(`${url}${asked(base)}`, JSON.stringify({ model: 'm', messages: [] }));
      expect(answer.status).toBe(200);
      expect(got.map((one) => one.url)).toEqual([asked(base).replace(/^\/[a-z]+/, '')]);
      const upstreamOf = UPSTREAMS.find(({ name }) => name === base.split('/')[1])!;
      expect(await calls()).toMatchObject([
        { provider: upstreamOf.provider, status: 'ok', confidence: 'exact' },
      ]);
    },
  );

  it.each([
    ['azure', 'https://acme.openai.azure.com'],
    ['vertex', 'https://us-east5-aiplatform.googleapis.com'],
    ['bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com'],
  ])('leads calls of %s to the host that the path names', (name, host) => {
    const base = bases.find((one) => one.startsWith(`/${name}/`))!;
    const { place, route } = UPSTREAMS.find((one) => one.name === name)!;
    const placed = place!(asked(base).slice(name.length + 1));
    expect(placed?.origin).toBe(host);
    const line = { method: 'POST', path: placed!.path, query: new URLSearchParams() };
    expect(route(line)).toMatchObject({ kind: 'metered' });
  });

  const [toml = ''] = GATEWAY.blocks('toml');

  it('has settings that are valid, and lead where they say', async () => {
    const home = freshFolder();
    writeFile(join(home, 'meterline.toml'), toml);
    const config = loadConfig(home, []);
    const upstreams: Readonly<Record<string, string>> = config.ok ? config.value.gateway.upstreams : {};
    expect(upstreams).toMatchObject({ house: expect.any(String), anthropic: expect.any(String) });
    await restart(toml.replace(/"https?:\/\/[^/"]+/g, `"${origin}`));
    const [, path = ''] = /# (\/house\/\S+)/.exec(toml) ?? [];
    await post(`${url}${path}`, '{"model":"m"}');
    await post(`${url}/anthropic/v1/messages`, '{"model":"m"}');
    const before = new URL(upstreams['anthropic']!).pathname;
    expect(got.map((one) => one.url)).toEqual([path.replace('/house', ''), `${before}/v1/messages`]);
    expect((await calls()).map(({ provider }) => provider).toSorted()).toEqual(['anthropic', 'house']);
  });

  it("says right that an address of one's own takes the host out of the path", async () => {
    await restart(`[gateway.upstreams]\nazure = "${origin}"\n`);
    const [start = ''] = codeIn(/with an address of yours[\s\S]*?`[^`]*`/.exec(GATEWAY.text)?.[0] ?? '');
    await post(`${url}${start.replace('…', 'chat/chat/completions')}`, '{"messages":[]}');
    expect(await calls()).toMatchObject([{ provider: 'azure', status: 'ok' }]);
  });

  it('has headers that say who caused a call and reach no provider, and a path that does the same', async () => {
    const [block = ''] = GATEWAY.blocks('');
    const headers = Object.fromEntries(
      block
        .trim()
        .split('\n')
        .map((line) => line.split(': ') as [string, string]),
    );
    await post(`${url}/openai/v1/chat/completions`, '{"model":"m"}', headers);
    const path = /`(\/with\/[^`]*?)…`/.exec(GATEWAY.text)?.[1] ?? '';
    await post(`${url}${path}chat/completions`, '{"model":"m"}');
    expect(got.map((one) => one.url)).toEqual(['/v1/chat/completions', '/v1/chat/completions']);
    expect(JSON.stringify(got)).not.toMatch(/x-meterline|summary/);
    const said = { feature: 'summary', user: '42' };
    const [one] = await calls();
    expect(one).toMatchObject({ ...said, tags: { team: 'search' } });
    expect(path).toContain('feature=summary,user=42');
  });
});

/** How a client of a base URL that ends so goes on. */
const GOES_ON: readonly (readonly [RegExp, string])[] = [
  [/\/chat\/completions$/, ''],
  [/\/anthropic$/, '/v1/messages'],
  [/\/anthropic\/v1$/, '/messages'],
  [/\/gemini$/, '/v1beta/models/gemini-2.5-pro:generateContent'],
  [/\/openai\/v1$/, '/chat/completions'],
];

/** Clients that do not say in the path who they are, by what they call themselves. */
const USER_AGENTS: Readonly<Record<string, string>> = {
  'claude-code': 'claude-cli/2.0.14 (external, cli)',
  codex: 'codex_cli_rs/0.48.0 (Ubuntu 24.4.0; x86_64)',
  'gemini-cli': 'GeminiCLI/0.9.0/gemini-2.5-pro (linux; x64)',
  'anthropic-sdk-typescript': 'Anthropic/JS 0.65.0',
  'anthropic-sdk-python': 'Anthropic/Python 0.69.0',
  'openai-sdk-typescript': 'OpenAI/JS 6.1.0',
  'openai-sdk-python': 'OpenAI/Python 2.0.0',
  'google-genai-typescript': 'google-genai-sdk/1.22.0 gl-node/v22.15.0',
  'google-genai-python': 'google-genai-sdk/1.40.0 gl-python/3.12.3',
  'vercel-ai-sdk': 'ai/5.0.60 ai-sdk/provider-utils/3.0.10 runtime/node.js/22',
  curl: 'curl/8.14.1',
};

const behindGateway = KNOWN_CLIENTS.flatMap((client) =>
  client.connections.flatMap((connection) =>
    connection.road === 'gateway' ? [{ id: connectionId(client, connection), connection }] : [],
  ),
);

describe('connect/*.md', () => {
  it.each(behindGateway)(
    '$id: each address is metered, and turns its light green',
    async ({ id, connection }) => {
      const { lines, recognised } = connection;
      const agent = USER_AGENTS[recognised.app ?? ''] ?? 'someone/1.0';
      const addresses = lines?.(url).match(new RegExp(`${url}[^"'\\s]*`, 'g')) ?? [];
      expect(addresses).not.toEqual([]);
      const used = async () => {
        await calls();
        const { ledger } = test.service.reader();
        return (await connections(ledger, 'UTC')).find((use) => use.connection === id);
      };
      expect(await used()).toMatchObject({ calls: 0, firstDay: null, lastAt: null });
      for (const address of addresses) {
        const [, more = 'unknown'] = GOES_ON.find(([of]) => of.test(address)) ?? [];
        const headers = { ...JSON_TYPE, 'user-agent': agent };
        expect((await post(`${address}${more}`, '{"model":"m","messages":[]}', headers)).status).toBe(200);
      }
      expect(await used()).toMatchObject({ calls: addresses.length, lastAt: expect.any(Number) });
    },
  );

  it('shows calls of your own that are taken, and a node of n8n', async () => {
    const [, , events = ''] = guide('connect/any-program.md').blocks('sh');
    expect(await sendCurl(curlRequest(events))).toMatchObject({ status: 200, json: { added: 1 } });
    const [, node = ''] = guide('connect/n8n.md').blocks('');
    const [to = '', body = ''] = node.trim().split('\n');
    const answer = JSON.stringify(CANARY_WIRES['openai-chat'].whole);
    expect(await post(here(to), body.replace('"{{ $json }}"', answer))).toMatchObject({
      status: 200,
      json: { added: 1 },
    });
  });
});

describe('the words of a shell line', () => {
  it('are those of the shell', () => {
    expect(shellWords(`a 'b "c" \\' d\\ e "f \\"g\\"" h'i'"j" \\\n k ''`)).toEqual([
      'a',
      'b "c" \\',
      'd e',
      'f "g"',
      'hij',
      'k',
      '',
    ]);
    for (const line of ['a $HOME', 'a "$(b)"', 'a | b', "a 'b", 'a > b'])
      expect(() => shellWords(line)).toThrow();
    expect(() => curlRequest('curl --odd http://x')).toThrow();
    expect(curlRequest("curl http://x -H 'a: b:c' -d '{}'")).toEqual({
      url: 'http://x',
      method: 'POST',
      headers: { a: 'b:c' },
      body: '{}',
    });
  });
});
