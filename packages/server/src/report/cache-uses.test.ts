import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UsageEvent } from '@meterline/core';
import { openMemoryLedger } from '@meterline/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Meterline } from '../meterline.ts';
import { openMeterline } from '../open.ts';
import { addUse, NO_CACHE_USE, useOfCall } from './cache-savings.ts';
import { cacheUses } from './cache-uses.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 9, 1);
const zone = 'Asia/Kathmandu';

/** Models with and without context tiers, and one that nobody has a price for. */
const MODELS = [
  ['anthropic', 'claude-opus-4-6'],
  ['anthropic', 'claude-sonnet-4-5'],
  ['openai', 'gpt-5.4'],
  ['google', 'gemini-2.5-pro'],
  ['deepseek', 'deepseek-chat'],
  ['lab', 'lab-7b'],
] as const;

const tokens = fc.record(
  {
    input: fc.nat(300_000),
    output: fc.nat(9_000),
    cacheRead: fc.nat(300_000),
    cacheWrite5m: fc.nat(40_000),
    cacheWrite1h: fc.nat(40_000),
    cacheWrite: fc.nat(9_000),
  },
  { requiredKeys: [] },
);
const call = fc.record({
  model: fc.constantFrom(...MODELS),
  after: fc.nat(4 * DAY),
  session: fc.constantFrom('a', 'b', undefined),
  flags: fc.constantFrom({}, {}, { batch: true }, { speed: 'fast' }, { serviceTier: 'priority' }),
  tokens,
});
const calls = fc.array(call, { minLength: 1, maxLength: 30 });

const eventsOf = (made: readonly (typeof call extends fc.Arbitrary<infer T> ? T : never)[]): UsageEvent[] =>
  made.map(({ model: [provider, model], after, session, flags, tokens }, index) => ({
    keys: [`test:${index}`],
    source: 'test',
    app: 'test',
    startedAt: START + after,
    provider,
    model,
    tokens,
    status: 'ok',
    capture: 'log',
    confidence: 'exact',
    ...flags,
    ...(session === undefined ? {} : { session }),
  }));

const opened = async (events: readonly UsageEvent[]): Promise<Meterline> => {
  const world = {
    env: { platform: 'linux' as const, home: '/home/dev', get: () => undefined },
    clock: () => START + 9 * DAY,
    random: () => 0.5,
  };
  const result = await openMeterline(world, {
    home: mkdtempSync(join(tmpdir(), 'meterline-report-')),
    zone,
    ledger: openMemoryLedger({ zone }),
  });
  if (!result.ok) throw new Error(result.fault.message);
  await result.value.ledger.append({ events: events.map((event) => result.value.price(event)) });
  return result.value;
};

const callByCall = async ({ ledger, price }: Meterline, scope: object) => {
  let use = NO_CACHE_USE;
  for await (const stored of ledger.events(scope)) use = addUse(use, useOfCall(stored, price));
  return use;
};

describe('what caching saved', () => {
  it('is the same from sums as call by call, to a nano-dollar a call, also in part of a day', async () => {
    await fc.assert(
      fc.asyncProperty(calls, fc.nat(3 * DAY), async (made, from) => {
        const meterline = await opened(eventsOf(made));
        const scope = { zone, where: [], from: START + from };
        const uses = await cacheUses(meterline, scope);
        const expected = await callByCall(meterline, { from: scope.from });
        expect(uses.total.usage).toEqual(expected.usage);
        expect(Math.abs(uses.total.savedNanoUsd - expected.savedNanoUsd)).toBeLessThanOrEqual(
          made.length * 2,
        );
        expect(Math.abs(uses.total.premiumNanoUsd - expected.premiumNanoUsd)).toBeLessThanOrEqual(
          made.length * 2,
        );
        expect(uses.estimatedCalls).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('is asked of one model only where the question names one', async () => {
    const long = { input: 400_000, cacheRead: 100_000, output: 10 };
    const meterline = await opened(
      eventsOf(
        MODELS.slice(2, 4).map((model) => ({ model, after: 0, session: 'a', flags: {}, tokens: long })),
      ),
    );
    const where = [{ dimension: 'model', op: '=', value: 'gpt-5.4' }] as const;
    const uses = await cacheUses(meterline, { zone, where });
    const expected = await callByCall(meterline, { where });
    expect(uses.total).toEqual(expected);
    expect([...uses.models.keys()]).toEqual(['gpt-5.4']);
  });

  it('stays when the calls themselves are dropped, as an estimate where more than the model made the price', async () => {
    const plain = { input: 1_000, cacheRead: 90_000, cacheWrite5m: 4_000, output: 10 };
    const long = { input: 300_000, cacheRead: 100_000, output: 10 };
    const meterline = await opened(
      eventsOf([
        { model: MODELS[0], after: 0, session: 'a', flags: {}, tokens: plain },
        { model: MODELS[2], after: 0, session: 'a', flags: {}, tokens: long },
        { model: MODELS[2], after: 1, session: 'a', flags: {}, tokens: plain },
      ]),
    );
    const scope = { zone, where: [] };
    const before = await cacheUses(meterline, scope);
    await meterline.ledger.dropEventsBefore(START + DAY);
    const after = await cacheUses(meterline, scope);
    expect(after.total.usage).toEqual(before.total.usage);
    expect(after.estimatedCalls).toBe(2);
    expect(after.models.get('claude-opus-4-6')).toEqual(before.models.get('claude-opus-4-6'));
    expect(after.models.get('gpt-5.4')!.savedNanoUsd).toBeGreaterThan(0);
    expect(after.models.get('gpt-5.4')!.savedNanoUsd).toBeLessThan(
      before.models.get('gpt-5.4')!.savedNanoUsd,
    );
  });
});
