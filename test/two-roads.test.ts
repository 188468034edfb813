import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import type { StoredCall } from '@meterline/store';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { started, stopServers } from '../packages/server/test/http-kit.ts';
import { freshFolder } from '../packages/server/test/kit.ts';
import { closeServices, startService, type TestService } from '../packages/server/test/service-kit.ts';

/** A call that is seen on several roads is one call that knows the best of each, whichever came first. */
const MESSAGE = 'msg_01TwoRoadsTwoRoadsTwoRo';
const RESPONSE = 'resp_0123456789abcdef0123456789abcdef0123456789abcdef01';
const SESSION = '0190c3a4-7f2b-7000-8000-1234567890ab';
const THREAD = '0199f0aa-1111-7222-8333-444455556666';

const message = (id: string) => ({
  id,
  type: 'message',
  model: 'claude-opus-4-8',
  stop_reason: 'end_turn',
  content: [],
  usage: { input_tokens: 12, cache_read_input_tokens: 4000, output_tokens: 210 },
});
const response = {
  id: RESPONSE,
  object: 'response',
  status: 'completed',
  model: 'gpt-5.4',
  output: [],
  usage: {
    input_tokens: 5000,
    input_tokens_details: { cached_tokens: 4000 },
    output_tokens: 300,
    total_tokens: 5300,
  },
};
/** An id as servers at home hand it out, again and again. */
const homemade = {
  id: 'chatcmpl-123',
  object: 'chat.completion',
  model: 'gpt-5.4',
  choices: [],
  usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 },
};

let upstream: Server;
let origin: string;
let answer: object = {};
beforeAll(async () => {
  upstream = createServer((request, reply) => {
    request.resume().on('end', () => {
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => upstream.close(resolve)));
afterEach(async () => {
  await stopServers();
  await closeServices();
});

interface World {
  readonly test: TestService;
  readonly url: string;
  readonly claude: string;
  readonly codex: string;
}

/** A service that reads the logs of two agents and passes on their calls. */
const startWorld = async (): Promise<World> => {
  const home = join(freshFolder(), 'data');
  const [claude, codex] = [freshFolder(), freshFolder()];
  const test = await startService({ home });
  const lines = [
    `[sources.claude-code]\nroots = [${JSON.stringify(claude)}]`,
    `[sources.codex]\nroots = [${JSON.stringify(codex)}]`,
    `[gateway.upstreams]\nanthropic = "${origin}"\nopenai = "${origin}"`,
  ];
  writeFileSync(join(home, 'meterline.toml'), `${lines.join('\n\n')}\n`);
  expect(await test.service.reload()).toMatchObject({ ok: true });
  const { url } = await started(test.service);
  await test.until(() => test.service.activity().phase === 'watching');
  return { test, url, claude, codex };
};

const send = async (url: string, body: object, headers: Record<string, string> = {}): Promise<void> => {
  const sent = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  expect(sent.status, await sent.text()).toBe(200);
};

/** What the ledger has come to know. */
const callsOf = async ({ test }: World): Promise<readonly StoredCall[]> => {
  const calls: StoredCall[] = [];
  for await (const call of test.service.reader().ledger.events({ where: [], order: 'oldest' }))
    calls.push(call);
  return calls;
};

type Road = (world: World) => Promise<void>;

/** Writes a log and waits until what only it knows is on record. */
const logged = async (
  world: World,
  path: string,
  lines: readonly object[],
  project: string,
): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  world.test.service.scan();
  await world.test.until(async () => (await callsOf(world)).some((call) => call.project === project));
};

const claudeLine = (id: string): object => ({
  type: 'assistant',
  uuid: `uuid-${id}`,
  sessionId: SESSION,
  timestamp: new Date().toISOString(),
  cwd: '/home/dev/app',
  gitBranch: 'feature/roads',
  requestId: 'req_1',
  // While it streams, the log has the count of the first word.
  message: { ...message(id), role: 'assistant', usage: { ...message(id).usage, output_tokens: 1 } },
});
const claudeLog: Road = (world) =>
  logged(world, join(world.claude, 'projects/-home-dev-app/a.jsonl'), [claudeLine(MESSAGE)], '/home/dev/app');

const codexLog: Road = (world) => {
  const timestamp = new Date().toISOString();
  const { usage } = response;
  const counts = {
    input_tokens: usage.input_tokens,
    cached_input_tokens: 4000,
    output_tokens: 300,
    total_tokens: usage.total_tokens,
  };
  const lines = [
    {
      type: 'session_meta',
      payload: {
        id: THREAD,
        timestamp,
        cwd: '/home/dev/tool',
        model_provider: 'openai',
        git: { branch: 'main' },
      },
    },
    { type: 'turn_context', payload: { cwd: '/home/dev/tool', model: 'gpt-5.4' } },
    { type: 'token_usage_record', payload: { thread_id: THREAD, response_id: RESPONSE, usage: counts } },
  ];
  const path = join(world.codex, `sessions/2026/11/22/rollout-2026-11-22T12-00-00-${THREAD}.jsonl`);
  return logged(
    world,
    path,
    lines.map((line) => ({ timestamp, ...line })),
    '/home/dev/tool',
  );
};

const gateway =
  (path: string, said: object): Road =>
  async ({ url, test }) => {
    answer = said;
    await send(
      `${url}${path}`,
      { model: (said as { model: string }).model },
      { 'x-meterline-feature': 'roads' },
    );
    await test.service.recorder.flush();
  };

const ingested =
  (provider: string, said: object): Road =>
  ({ url }) =>
    send(`${url}/api/events`, { provider, response: said, user: 'ann', tenant: 'acme' });

const ordersOf = <T>(all: readonly T[]): readonly (readonly T[])[] =>
  all.length < 2
    ? [all]
    : all.flatMap((first) => ordersOf(all.filter((one) => one !== first)).map((rest) => [first, ...rest]));

const FROM_GATEWAY = {
  status: 'ok',
  httpStatus: 200,
  capture: 'gateway',
  confidence: 'exact',
  feature: 'roads',
  latencyMs: expect.any(Number),
};
const CLAUDE = {
  model: 'claude-opus-4-8',
  tokens: { input: 12, cacheRead: 4000, output: 210 },
  keys: [`anthropic:${MESSAGE}`],
};
const FROM_CLAUDE_LOG = {
  app: 'claude-code',
  project: '/home/dev/app',
  branch: 'feature/roads',
  session: SESSION,
};
const claudeGateway = gateway('/anthropic/v1/messages', message(MESSAGE));
const claudeIngest = ingested('anthropic', message(MESSAGE));
const codexGateway = gateway('/openai/v1/responses', response);

interface Meeting {
  readonly name: string;
  readonly roads: Readonly<Record<string, Road>>;
  readonly expected: object;
}

const MEETINGS: readonly Meeting[] = [
  {
    name: 'Claude Code through the gateway',
    roads: { gateway: claudeGateway, log: claudeLog },
    expected: { ...CLAUDE, ...FROM_GATEWAY, ...FROM_CLAUDE_LOG },
  },
  {
    name: 'Codex through the gateway',
    roads: { gateway: codexGateway, log: codexLog },
    expected: {
      ...FROM_GATEWAY,
      keys: expect.arrayContaining([`openai:${RESPONSE}`]),
      model: 'gpt-5.4',
      tokens: { input: 1000, cacheRead: 4000, output: 300 },
      app: 'codex',
      project: '/home/dev/tool',
      branch: 'main',
      session: THREAD,
    },
  },
  {
    name: 'an answer that is sent and passed',
    roads: { gateway: claudeGateway, ingest: claudeIngest },
    expected: { ...CLAUDE, ...FROM_GATEWAY, user: 'ann', tenant: 'acme' },
  },
  {
    name: 'three roads',
    roads: { gateway: claudeGateway, ingest: claudeIngest, log: claudeLog },
    expected: { ...CLAUDE, ...FROM_GATEWAY, ...FROM_CLAUDE_LOG, user: 'ann', tenant: 'acme' },
  },
];

describe.each(MEETINGS)('$name', ({ roads, expected }) => {
  it.each(ordersOf(Object.keys(roads)).map((order) => [order.join(', then '), order] as const))(
    'is one call with the best of each: %s',
    async (_, order) => {
      const world = await startWorld();
      for (const name of order) await roads[name]!(world);
      // Told again, it is the same still.
      if (roads['ingest'] !== undefined) await roads['ingest'](world);
      const calls = await callsOf(world);
      expect(calls).toHaveLength(1);
      expect(calls[0]).toMatchObject(expected);
    },
  );
});

describe('calls that only look alike', () => {
  const OTHER = MESSAGE.replace(/.$/, 'X');

  it('stay two: the same counts in the same moment, another id', async () => {
    const world = await startWorld();
    await claudeGateway(world);
    const path = join(world.claude, 'projects/-home-dev-app/a.jsonl');
    await logged(world, path, [claudeLine(OTHER)], '/home/dev/app');
    const calls = await callsOf(world);
    expect(calls.map(({ capture, keys }) => [capture, keys]).sort()).toEqual([
      ['gateway', [`anthropic:${MESSAGE}`]],
      ['log', [`anthropic:${OTHER}`]],
    ]);
  });

  it('stay as many as they are where the provider hands out the same id again', async () => {
    const world = await startWorld();
    const again = gateway('/openai/v1/chat/completions', homemade);
    await again(world);
    await again(world);
    await ingested('openai', homemade)(world);
    expect(await callsOf(world)).toHaveLength(3);
  });

  it('stay two where one id begins as the other', async () => {
    const world = await startWorld();
    await codexGateway(world);
    await ingested('openai', { ...response, id: `${RESPONSE}f` })(world);
    expect(await callsOf(world)).toHaveLength(2);
  });
});
