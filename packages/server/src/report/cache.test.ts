import { MINUTE_MS, NO_USAGE, type UsageEvent } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CacheQuery, cacheSavings } from './cache.ts';
import { lapseCost } from './lapse-value.ts';
import { anyCalls, callOf, DAY, meterlineWith, NOW, zones } from './report.test-kit.ts';

const asked: CacheQuery = {
  zone: 'UTC',
  where: [],
  from: NOW - 30 * DAY,
  to: NOW,
  period: undefined,
  sessions: 10,
};

const report = async (calls: readonly UsageEvent[], query: Partial<CacheQuery> = {}) => {
  const { ledger, engine } = await meterlineWith(calls);
  return cacheSavings(ledger, engine, { ...asked, ...query }, NOW);
};

/** Sonnet: $3 plain input, $0.30 a read, $3.75 a write for five minutes, $6 for an hour; by the million. */
const turn = (id: string, minutesAgo: number, more: Partial<UsageEvent>): UsageEvent =>
  callOf(id, { session: 's', project: '/p', startedAt: NOW - minutesAgo * MINUTE_MS, ...more });

/** Writes 100,000 tokens, and after half an hour again. */
const LAPSING = [
  turn('1', 60, { tokens: { cacheWrite5m: 100_000 } }),
  turn('2', 30, { tokens: { cacheWrite5m: 100_000, output: 100 } }),
];

describe('what caching did', () => {
  it('is what reads saved less what writes cost, from the sums of the ledger', async () => {
    const { totals, models } = await report([
      turn('1', 9, { tokens: { cacheWrite5m: 100_000 } }),
      turn('2', 8, { tokens: { cacheRead: 100_000, input: 100_000 } }),
    ]);
    expect(totals.usage.cost).toMatchObject({
      cacheSavedNanoUsd: 270_000_000,
      cachePremiumNanoUsd: 75_000_000,
    });
    expect(totals).toMatchObject({
      netSavedNanoUsd: 195_000_000,
      hitRate: 1 / 3,
      lapses: 0,
      lapsedNanoUsd: 0,
    });
    expect(models.map(({ key }) => key)).toEqual([{ provider: 'anthropic', model: 'claude-sonnet-4-5' }]);
  });

  it('is not known without a price, which is not that it saved nothing', async () => {
    const lab = { provider: 'lab', model: 'lab-7b' };
    const { totals } = await report([turn('1', 9, { ...lab, tokens: { cacheRead: 1_000 } })]);
    expect(totals).toMatchObject({ netSavedNanoUsd: null, oneHourGainNanoUsd: null, lapsedNanoUsd: 0 });
    const none = await report([turn('1', 9, { ...lab, tokens: { input: 1_000 } })]);
    expect(none.totals.netSavedNanoUsd).toBe(0);
  });

  it('of nothing is nothing', async () => {
    const { totals, models, projects, sessions, oneHour } = await report([]);
    expect(totals).toMatchObject({ usage: NO_USAGE, hitRate: null, netSavedNanoUsd: 0 });
    expect([models, projects, sessions, oneHour]).toEqual([[], [], [], []]);
  });
});

describe('a lapse', () => {
  it('costs the difference of writing and reading', async () => {
    const { totals, estimated } = await report(LAPSING);
    expect(totals).toMatchObject({ lapses: 1, lapsedTokens: 100_000, lapsesWithinHour: 1 });
    expect(totals.lapsedNanoUsd).toBe(100_000 * (3_750 - 300));
    expect(estimated).toBe(false);
  });

  it('is valued at the rate of what was written, also for an hour', async () => {
    const { totals } = await report([
      turn('1', 200, { tokens: { cacheWrite1h: 100_000 } }),
      turn('2', 100, { tokens: { cacheWrite1h: 100_000 } }),
    ]);
    expect(totals.lapsedNanoUsd).toBe(100_000 * (6_000 - 300));
    expect(totals.oneHourGainNanoUsd).toBeNull();
  });

  it('is an estimate where more than base rates made the price', async () => {
    expect((await report(LAPSING.map((call) => ({ ...call, batch: true })))).estimated).toBe(true);
  });

  it('of a model without a price has no value', async () => {
    const { totals } = await report(LAPSING.map((call) => ({ ...call, provider: 'lab', model: 'lab-7b' })));
    expect(totals).toMatchObject({ lapses: 1, lapsedTokens: 100_000, lapsedNanoUsd: null });
  });
});

describe('an hour to live', () => {
  it('gains what lapsed within the hour, and costs more for everything else that is written', async () => {
    const { totals, oneHour } = await report(LAPSING);
    const gain = 100_000 * (3_750 - 300) - 100_000 * (6_000 - 3_750);
    expect(totals.oneHourGainNanoUsd).toBe(gain);
    expect(oneHour).toEqual([
      {
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        project: '/p',
        gainNanoUsd: gain,
        lapsesWithinHour: 1,
      },
    ]);
  });

  it('would only cost where nothing lapsed', async () => {
    const { totals, oneHour } = await report([turn('1', 60, { tokens: { cacheWrite5m: 1_000 } })]);
    expect(totals.oneHourGainNanoUsd).toBe(-1_000 * (6_000 - 3_750));
    expect(oneHour).toEqual([]);
  });

  it('is not for sale everywhere', async () => {
    const openai = { provider: 'openai', model: 'gpt-5.4' };
    const { totals } = await report(LAPSING.map((call) => ({ ...call, ...openai })));
    expect(totals.oneHourGainNanoUsd).toBeNull();
  });
});

const writtenForFiveMinutes = (call: UsageEvent): UsageEvent => {
  const { cacheWrite1h = 0, cacheWrite5m = 0, ...tokens } = call.tokens;
  return { ...call, tokens: { ...tokens, cacheWrite5m: cacheWrite5m + cacheWrite1h } };
};

describe('the lists', () => {
  it('have the sessions that waste most, whole, with their own lapses', async () => {
    const other = (id: string, minutesAgo: number) =>
      turn(id, minutesAgo, { session: 't', tokens: { input: 15_000 } });
    const small = turn('5', 5, { session: 'small', tokens: { input: 9_000 } });
    const { sessions } = await report([...LAPSING, other('3', 10), other('4', 40 * 24 * 60), small]);
    expect(sessions.map(({ session, lapses, usage }) => [session.session, lapses, usage.calls])).toEqual([
      ['s', 1, 2],
      ['t', 0, 2],
    ]);
    expect(sessions[0]?.lapsedNanoUsd).toBe(100_000 * (3_750 - 300));
  });

  it('tell sessions of the same id in two programs apart', async () => {
    const { sessions } = await report([
      ...LAPSING,
      turn('3', 5, { app: 'other', tokens: { input: 20_000 } }),
    ]);
    expect(sessions.map(({ session, lapses }) => [session.app, lapses])).toEqual([
      ['test', 1],
      ['other', 0],
    ]);
  });

  it('add up to the totals, over models and over projects', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, zones, fc.boolean(), async (any, zone, oneTtl) => {
        // A group's lapses are valued at its own mix of times to live: only without a mix do their values add up.
        const calls = oneTtl ? any.map(writtenForFiveMinutes) : any;
        const { ledger, engine } = await meterlineWith(calls, { zone });
        const query = { ...asked, zone };
        const { totals, models, projects, oneHour } = await cacheSavings(ledger, engine, query, NOW);
        const { from, to } = query;
        const plain = await ledger.usage({ zone, where: [], by: [], from: from!, to: to! });
        expect(totals.usage).toEqual(plain.totals);
        for (const groups of [models, projects]) {
          const sum = (of: (group: (typeof groups)[number]) => number | null) =>
            groups.reduce((all, group) => all + (of(group) ?? 0), 0);
          expect(sum(({ lapses }) => lapses)).toBe(totals.lapses);
          expect(sum(({ usage }) => usage.calls)).toBe(totals.usage.calls);
          expect(sum(({ netSavedNanoUsd }) => netSavedNanoUsd)).toBe(totals.netSavedNanoUsd ?? 0);
          if (!oneTtl) continue;
          expect(sum(({ lapsedNanoUsd }) => lapsedNanoUsd)).toBe(totals.lapsedNanoUsd ?? 0);
          expect(sum(({ oneHourGainNanoUsd }) => oneHourGainNanoUsd)).toBe(totals.oneHourGainNanoUsd ?? 0);
        }
        for (const { gainNanoUsd } of oneHour) expect(gainNanoUsd).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });

  it('are no longer than asked for; the totals are of everything', async () => {
    const calls = ['a', 'b', 'c'].map((name) => callOf(name, { project: `/${name}` }));
    const { projects, totals } = await report(calls, { limit: 2 });
    expect([projects.length, totals.usage.calls]).toEqual([2, 3]);
  });

  it('stand beside the period before when that is asked for', async () => {
    const calls = [...LAPSING, turn('3', 24 * 60 + 5, { session: 'u', tokens: { cacheRead: 1_000 } })];
    const { previous, previousRange } = await report(calls, { from: NOW - DAY, compare: true });
    expect(previousRange).toEqual({ from: NOW - 2 * DAY, to: NOW - DAY });
    expect(previous).toMatchObject({ hitRate: 1, lapses: 0, netSavedNanoUsd: 1_000 * 2_700 });
    expect((await report(calls)).previous).toBeUndefined();
  });

  it('mind the filters', async () => {
    const where = [{ dimension: 'project', op: '=', value: '/q' }] as const;
    const { totals, sessions } = await report([...LAPSING, callOf('3', { project: '/q' })], { where });
    expect([totals.lapses, totals.usage.calls, sessions.length]).toEqual([0, 1, 0]);
  });
});

describe('one lapse', () => {
  it('cost what writing costs more than reading, at the rates of its own call', async () => {
    const { ledger, engine } = await meterlineWith(LAPSING);
    const [, second] = await Array.fromAsync(ledger.events({ where: [], order: 'oldest' }));
    const lapse = { gapMs: 30 * MINUTE_MS, lapsedTokens: 100_000, isWithinHour: true };
    expect(lapseCost(engine, second!, lapse)).toBe(345_000_000);
    const unknown = { ...second!, provider: 'lab', modelCanonical: 'lab-7b' };
    expect(lapseCost(engine, unknown, lapse)).toBeNull();
  });
});
