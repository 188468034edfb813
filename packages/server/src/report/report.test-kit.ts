import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR_MS, INTERVALS, type UsageEvent } from '@meterline/core';
import { openMemoryLedger } from '@meterline/store';
import fc from 'fast-check';
import type { Meterline } from '../meterline.ts';
import { openMeterline } from '../open.ts';

export const DAY = 24 * HOUR_MS;
/** Sunday noon, UTC. */
export const NOW = Date.UTC(2026, 10, 22, 12);

/** One call of a model that the book prices, unless told otherwise. */
export const callOf = (id: string, more: Partial<UsageEvent> = {}): UsageEvent => ({
  keys: [`test:${id}`],
  source: 'test',
  app: 'test',
  startedAt: NOW - HOUR_MS,
  provider: 'anthropic',
  model: 'claude-sonnet-4-5',
  tokens: { input: 1_000, output: 100 },
  status: 'ok',
  capture: 'log',
  confidence: 'exact',
  ...more,
});

/** A data folder that is never made: the ledger is in memory, and reports write nothing. */
const home = join(tmpdir(), 'meterline-report-without-folder');

/** Meterline over a ledger in memory that holds the calls, each priced by the real book. */
export const meterlineWith = async (
  events: readonly UsageEvent[],
  { zone = 'UTC', now = NOW }: { readonly zone?: string; readonly now?: number } = {},
): Promise<Meterline> => {
  const world = {
    env: { platform: 'linux' as const, home: '/home/dev', get: () => undefined },
    clock: () => now,
    random: () => 0.5,
  };
  const opened = await openMeterline(world, {
    home,
    zone,
    ledger: openMemoryLedger({ zone }),
  });
  if (!opened.ok) throw new Error(opened.fault.message);
  const { ledger, price } = opened.value;
  await ledger.append({ events: events.map((event) => price(event)) });
  return opened.value;
};

export const zones = fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York', 'Australia/Lord_Howe');
export const intervals = fc.constantFrom(...INTERVALS);

/** Models with and without tiers and caches, and one that nobody has a price for. */
const MODELS = [
  ['anthropic', 'claude-opus-4-6'],
  ['anthropic', 'claude-sonnet-4-5'],
  ['openai', 'gpt-5.4'],
  ['google', 'gemini-2.5-pro'],
  ['deepseek', 'deepseek-chat'],
  ['lab', 'lab-7b'],
] as const;

/** Any calls of the 40 days before `NOW`. */
export const anyCalls = fc
  .array(
    fc.record({
      model: fc.constantFrom(...MODELS),
      before: fc.nat(40 * DAY),
      app: fc.constantFrom('a', 'b', 'c', undefined),
      project: fc.constantFrom('/p', '/q', undefined),
      session: fc.constantFrom('s1', 's2', 's3', undefined),
      status: fc.constantFrom('ok' as const, 'error' as const),
      tokens: fc.record(
        {
          input: fc.nat(300_000),
          output: fc.nat(9_000),
          cacheRead: fc.nat(300_000),
          cacheWrite5m: fc.nat(40_000),
          cacheWrite1h: fc.nat(40_000),
        },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 40 },
  )
  .map((made) =>
    made.map(({ model: [provider, model], before, app, project, session, status, tokens }, index) => {
      const { app: _, ...call } = callOf(String(index), { provider, model, status, tokens });
      return {
        ...call,
        startedAt: NOW - before,
        ...(app === undefined ? {} : { app }),
        ...(project === undefined ? {} : { project }),
        ...(session === undefined ? {} : { session }),
      };
    }),
  );
