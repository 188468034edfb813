import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { responseKey, TOKEN_KINDS, type TokenUsage } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flush, meterStats } from '../packages/sdk/src/index.ts';
import { started, stopServers } from '../packages/server/test/http-kit.ts';
import { freshFolder } from '../packages/server/test/kit.ts';
import { closeServices, startService, type TestService } from '../packages/server/test/service-kit.ts';
import {
  BATCHES,
  type Clients,
  KEY_CANARY,
  outcomeOf,
  PROMPT_CANARY,
  SCENARIOS,
} from './live-scenarios/index.ts';
import {
  ANSWER_CANARY,
  type AskedRequest,
  type BilledCall,
  type MockProviders,
  type RefusedCall,
  startMockProviders,
} from './mock-providers/mock-providers.ts';

/**
 * Official clients call a mock of the providers: as they are, through the SDK, through the gateway, and through both. The
 * program sees the same, the provider is asked the same, and each ledger has what its mock has billed: call by call, token
 * by token, and what it costs.
 */
const ROADS = ['wrapper', 'gateway', 'both'] as const;
type Road = (typeof ROADS)[number];

/** One road with a mock and a ledger of its own. */
interface World {
  readonly mock: MockProviders;
  readonly test: TestService | undefined;
  readonly seen: Map<string, Seen>;
}
interface Seen {
  readonly outcome: unknown;
  readonly asked: readonly AskedRequest[];
}

const worlds = new Map<Road | 'plain', World>();
const worldOf = (road: Road | 'plain'): World => worlds.get(road)!;

const UPSTREAMS =
  'anthropic openai azure gemini vertex bedrock openrouter deepseek xai mistral groq ollama vllm house'.split(
    ' ',
  );

const startRoad = async (road: Road): Promise<void> => {
  const mock = await startMockProviders();
  const home = join(freshFolder(), 'data');
  const test = await startService({ home, watch: false });
  const lines = UPSTREAMS.map((name) => `${name} = "${mock.url}/${name}"`);
  writeFileSync(join(home, 'meterline.toml'), ['[gateway.upstreams]', ...lines, ''].join('\n'));
  expect(await test.service.reload()).toMatchObject({ ok: true });
  const { url } = await started(test.service);
  const spillFolder = mkdtempSync(join(tmpdir(), 'meterline-sdk-'));
  const clients = {
    url: road === 'wrapper' ? mock.url : url,
    metered: road === 'gateway' ? undefined : { endpoint: url, spillFolder },
  };
  await run(road, { mock, test, seen: new Map() }, clients);
};

/** One after the other: the mock's counts follow from the order. */
const run = async (road: Road | 'plain', world: World, clients: Clients): Promise<void> => {
  worlds.set(road, world);
  const { mock, seen } = world;
  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    const before = mock.asked.length;
    const outcome = await outcomeOf(scenario(clients));
    seen.set(name, { outcome, asked: mock.asked.slice(before) });
  }
  if (road !== 'wrapper') for (const scenario of Object.values(BATCHES)) await scenario(clients);
};

const startPlain = async (): Promise<void> => {
  const mock = await startMockProviders();
  await run('plain', { mock, test: undefined, seen: new Map() }, { url: mock.url, metered: undefined });
};

beforeAll(() => Promise.all([startPlain(), ...ROADS.map(startRoad)]));
afterAll(async () => {
  await stopServers();
  await Promise.all([...worlds.values()].map(({ mock }) => mock.close()));
  await closeServices();
});

const callsOf = async (road: Road): Promise<readonly StoredCall[]> => {
  const { service } = worldOf(road).test!;
  await flush();
  await service.recorder.flush();
  const calls: StoredCall[] = [];
  for await (const call of service.reader().ledger.events({ where: [], order: 'oldest' })) calls.push(call);
  return calls;
};

/** Of a mock's book: those of the calls that ended. */
const wholeOf = (road: Road): readonly BilledCall[] =>
  worldOf(road).mock.billed.filter((call) => call.isCut !== true);

describe.each(ROADS)('%s', (road) => {
  it.each(Object.keys(SCENARIOS))('%s: the program sees the same', (name) => {
    const without = worldOf('plain').seen.get(name)!.outcome;
    expect(worldOf(road).seen.get(name)!.outcome).toEqual(without);
    const fails = /bad|too many$|that fail|an error|overloaded$|breaks off/.test(name);
    expect(without).toHaveProperty(fails ? 'kind' : 'result');
  });

  it.each(Object.keys(SCENARIOS))('%s: the provider is asked the same', (name) => {
    const without = worldOf('plain').seen.get(name)!.asked.map(comparable);
    expect(worldOf(road).seen.get(name)!.asked.map(comparable)).toEqual(without);
  });

  it('has every call once, token by token, as it is billed', async () => {
    const calls = (await callsOf(road)).filter(({ status }) => status === 'ok');
    // The answer of the background that nobody waited for was never counted.
    const [uncounted, counted] = [true, false].map((isEmpty) =>
      calls.filter(({ tokens }) => (Object.keys(tokens).length === 0) === isEmpty),
    ) as [StoredCall[], StoredCall[]];
    expect(uncounted).toMatchObject([
      { model: 'gpt-5.4', keys: expect.arrayContaining([expect.stringMatching('resp_')]) },
    ]);
    expect(linesOf(counted.map(figuresOf))).toEqual(linesOf(wholeOf(road).map(truthOf)));
    expect(counted.length).toBeGreaterThan(85);
  });

  it('has what it costs', async () => {
    const priced = (await callsOf(road)).filter(
      (call) => ratesOf(call) !== undefined && call.status === 'ok',
    );
    for (const call of priced) expect(call.cost.listNanoUsd, call.model).toBe(priceOf(call));
    expect(new Set(priced.map(({ provider, model }) => `${provider} ${model}`)).size).toBe(
      Object.keys(RATES).length,
    );
  });

  it('has every refusal with its reason, and which attempt it was', async () => {
    const calls = (await callsOf(road)).filter(({ httpStatus = 0 }) => httpStatus >= 400);
    const { refused } = worldOf(road).mock;
    expect(linesOf(calls.map(refusalOf))).toEqual(linesOf(refused.map(statusOf)));
    // Clients do not read what they ask again about: then only its status is known.
    const words = new Map(refused.map(({ model, errorType }) => [model, errorType]));
    for (const { model, httpStatus, errorType } of calls)
      expect([words.get(model), ...(road === 'wrapper' ? [`http_${httpStatus}`] : [])]).toContain(errorType);
    expect(refused.length).toBeGreaterThan(15);
    const attempts = calls.flatMap(({ model, attempt }) => (model === 'claude-fail-529' ? [attempt] : []));
    expect(attempts.sort()).toEqual([1, 2]);
  });

  it('has what broke off, and is no surer of it than it can be', async () => {
    const cut = worldOf(road).mock.billed.filter(({ isCut }) => isCut === true);
    const calls = (await callsOf(road)).filter(
      ({ status, httpStatus = 0 }) => status !== 'ok' && httpStatus < 400,
    );
    expect(linesOf(calls.map(namesOf))).toEqual(linesOf(cut.map(namesOf)));
    expect(calls.length).toBeGreaterThanOrEqual(7);
    for (const { model, status, confidence, tokens } of calls) {
      expect([model, status]).toEqual([model, model.includes('endless') ? 'aborted' : 'error']);
      expect(confidence).toBe('estimated');
      expect(tokens.output).toBeGreaterThan(0);
    }
    const inputs = ({ provider, tokens }: BilledCall | StoredCall) =>
      provider === 'anthropic' || provider === 'google' ? [tokens.input] : [];
    expect(calls.flatMap(inputs).sort()).toEqual(cut.flatMap(inputs).sort());
  });

  it('leaves nothing of what was asked, answered or refused', () => {
    const disk = filesUnder(worldOf(road).test!.home).map((path) => readFileSync(path, 'latin1'));
    expect(disk.join('').length).toBeGreaterThan(50_000);
    for (const canary of [PROMPT_CANARY, ANSWER_CANARY, 'error-canary', KEY_CANARY])
      for (const text of disk) expect(text).not.toContain(canary);
  });
});

it('the SDK has lost nothing', async () => {
  await flush();
  expect(meterStats()).toMatchObject({ waiting: 0, lost: 0 });
});

type Values = Readonly<Record<string, unknown>>;

/** Of the connection, or made anew; a form has another boundary each time. */
const OWN_HEADERS = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding'];

const comparable = ({ method, path, text, headers }: AskedRequest): unknown => {
  const boundary = /boundary=(\S+)/.exec(headers['content-type'] ?? '')?.[1];
  const same = (value: string): string => (boundary === undefined ? value : value.replaceAll(boundary, 'B'));
  const others = Object.entries(headers).filter(([name]) => !OWN_HEADERS.includes(name));
  return {
    method,
    path,
    body: text.startsWith('{') ? withoutQuestion(JSON.parse(text) as Values) : same(text),
    headers: Object.fromEntries(others.map(([name, value]) => [name, same(String(value))])),
  };
};

/** What a stream used is asked for by us. */
const withoutQuestion = ({ stream_options: _, ...body }: Values): Values => body;

/** Each in a line of its own, in an order of their own: a difference is read at a glance. */
const linesOf = (records: readonly object[]): readonly string[] =>
  records.map((record) => JSON.stringify(record)).sort();

const counted = (tokens: TokenUsage): TokenUsage =>
  Object.fromEntries(
    TOKEN_KINDS.filter((kind) => (tokens[kind] ?? 0) > 0).map((kind) => [kind, tokens[kind]]),
  );

const namesOf = ({ provider, model }: BilledCall | StoredCall) => ({ provider, model });

const refusalOf = (call: StoredCall) => ({ ...namesOf(call), status: call.httpStatus });
const statusOf = ({ errorType: _, ...refused }: RefusedCall) => refused;

const figuresOf = (call: StoredCall) => ({
  ...namesOf(call),
  tokens: counted(call.tokens),
  toolCalls: call.toolCalls,
  reportedNanoUsd: call.reportedCostNanoUsd,
  batch: call.batch,
  known: call.keys.filter((key) => /^(anthropic|openai):(msg|chatcmpl|cmpl|resp)/.test(key)),
});

const truthOf = (call: BilledCall) => {
  const key = responseKey(call.responseId);
  return {
    ...namesOf(call),
    tokens: counted(call.tokens),
    toolCalls: call.toolCalls,
    reportedNanoUsd: call.reportedNanoUsd,
    batch: call.batch,
    known: key === undefined ? [] : [key],
  };
};

/** US dollars per million tokens, from the providers' own pages. */
const RATES: Readonly<Record<string, TokenUsage>> = {
  'anthropic claude-opus-4-6': { input: 5, output: 25, cacheRead: 0.5, cacheWrite5m: 6.25, cacheWrite1h: 10 },
  'openai gpt-5.4': { input: 2.5, output: 15, cacheRead: 0.25 },
  'openai text-embedding-3-small': { input: 0.02 },
  'google gemini-2.5-flash': { input: 0.3, output: 2.5, cacheRead: 0.03 },
  'xai grok-4': { input: 3, output: 15, cacheRead: 0.75 },
};
const BATCH_SHARE = 0.5;

const ratesOf = ({ provider, model }: StoredCall): TokenUsage | undefined => RATES[`${provider} ${model}`];

/** What was not counted has no price. */
const priceOf = (call: StoredCall): number | undefined => {
  if (Object.keys(call.tokens).length === 0) return undefined;
  const rates = ratesOf(call)!;
  const kinds = TOKEN_KINDS.filter((kind) => kind !== 'reasoning' && (call.tokens[kind] ?? 0) > 0);
  const usdPerMillion = kinds.reduce((sum, kind) => sum + call.tokens[kind]! * rates[kind]!, 0);
  return Math.round(usdPerMillion * 1000 * (call.batch === true ? BATCH_SHARE : 1));
};

const filesUnder = (folder: string): string[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile());
