import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CostCeilingError,
  configure,
  costErrorOf,
  flush,
  meter,
  meterStats,
  UnknownRatesError,
} from '../packages/sdk/src/index.ts';
import { started, stopServers } from '../packages/server/test/http-kit.ts';
import { closeServices, startService, type TestService } from '../packages/server/test/service-kit.ts';
import {
  ANSWER_CANARY,
  type BilledCall,
  type MockProviders,
  startMockProviders,
} from './mock-providers/mock-providers.ts';
import { outcomeOf, PROMPT_CANARY, SCENARIOS } from './sdk-scenarios.ts';

interface CallRow {
  readonly provider: string;
  readonly model: string;
  readonly tokens: Record<string, number | undefined>;
  readonly status: string;
  readonly source: string;
}

let plainMock: MockProviders;
let meteredMock: MockProviders;
let test: TestService;
let url: string;
beforeAll(async () => {
  plainMock = await startMockProviders();
  meteredMock = await startMockProviders();
  test = await startService({ watch: false });
  url = (await started(test.service)).url;
  configure({ endpoint: url, spillFolder: mkdtempSync(join(tmpdir(), 'meterline-sdk-')) });
});
afterAll(async () => {
  await Promise.all([plainMock, meteredMock].map((mock) => mock.close()));
  await stopServers();
  await closeServices();
});

const calls = async (): Promise<readonly CallRow[]> => {
  await flush();
  const answer = await fetch(`${url}/api/calls?period=all&limit=500`);
  return ((await answer.json()) as { rows: CallRow[] }).rows;
};

describe('the official clients, metered', () => {
  it.each(Object.entries(SCENARIOS))('%s: the program sees the same', async (name, run) => {
    const before = meteredMock.billed.length;
    const without = await outcomeOf(run({ url: plainMock.url, isMetered: false }));
    const within = await outcomeOf(run({ url: meteredMock.url, isMetered: true }));
    expect(within).toEqual(without);
    expect(without).toHaveProperty(/an error|that fail/.test(name) ? 'kind' : 'result');
    expect(meteredMock.billed.slice(before)).toEqual(plainMock.billed.slice(before));
  });

  it('are in the ledger call by call, token by token, as the provider bills them', async () => {
    const rows = await calls();
    const counted = rows.filter(({ status }) => status === 'ok').map(figuresOf);
    const billed = meteredMock.billed.map(truthOf);
    expect(counted.sort(byModel)).toEqual(billed.sort(byModel));
    expect(billed.length).toBeGreaterThanOrEqual(24);
    expect(new Set(rows.map(({ source }) => source))).toEqual(new Set(['sdk']));
    expect(meterStats()).toMatchObject({ waiting: 0, lost: 0 });
  });

  it('have their failed attempts beside them', async () => {
    const failed = (await calls()).filter(({ status }) => status === 'error').map(({ model }) => model);
    expect(failed.sort()).toEqual(
      [
        'claude-fail-429',
        'claude-fail-429',
        'claude-flaky-503',
        'gemini-fail-400',
        'gpt-fail-400',
        'gpt-fail-500',
        'gpt-fail-500',
      ].sort(),
    );
  });

  it('are cut at a ceiling by the prices that Meterline has', async () => {
    for (const [model, isKnown] of [
      ['claude-opus-4-6', true],
      ['claude-sonnet-4-5-20250929', true],
      ['claude-of-nobody', false],
    ] as const) {
      const client = meter(new Anthropic({ apiKey: 'k', baseURL: plainMock.url, maxRetries: 0 }), {
        maxCostUsd: 0.000_001,
        unknownRates: 'refuse',
      });
      const reading = client.messages.stream({ model, max_tokens: 9, messages: [] }).finalMessage();
      const error = costErrorOf(await reading.catch((thrown: unknown) => thrown));
      expect(error).toBeInstanceOf(isKnown ? CostCeilingError : UnknownRatesError);
    }
  });

  it('leave nothing of what was asked, answered or refused, in the ledger or on the wire', async () => {
    const wire = await (await fetch(`${url}/api/calls.csv?period=all`)).text();
    const disk = filesUnder(test.home).map((path) => readFileSync(path, 'latin1'));
    for (const canary of [PROMPT_CANARY, ANSWER_CANARY, 'error-canary', 'key-canary'])
      for (const text of [wire, ...disk]) expect(text).not.toContain(canary);
  });
});

const figuresOf = ({ provider, model, tokens }: CallRow) => ({
  provider,
  model,
  input: tokens['input'] ?? 0,
  cacheRead: tokens['cacheRead'] ?? 0,
  output: tokens['output'] ?? 0,
  reasoning: tokens['reasoning'] ?? 0,
});

const truthOf = ({ responseId: _, ...truth }: BilledCall) => truth;

const byModel = (a: { model: string; input: number }, b: { model: string; input: number }): number =>
  a.model.localeCompare(b.model) || a.input - b.input;

const filesUnder = (folder: string): string[] =>
  !existsSync(folder)
    ? []
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile());
