import { type Dimension, HOUR_MS, nextInterval } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BUCKETS } from './buckets.ts';
import type { Measures } from './measures.ts';
import { anyCalls, callOf, DAY, intervals, meterlineWith, NOW, zones } from './report.test-kit.ts';
import { type Series, type SeriesQuery, series } from './series.ts';

const ask = async (
  ledger: Parameters<typeof series>[0],
  query: Partial<SeriesQuery>,
  now = NOW,
): Promise<Series> => {
  const result = await series(ledger, { zone: 'UTC', where: [], period: undefined, ...query }, now);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
};

const KEYS: readonly (keyof Measures)[] = [
  'listNanoUsd',
  'billedNanoUsd',
  'tokens',
  'calls',
  'unpricedCalls',
  'cacheRead',
  'promptTokens',
];
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('a stacked series', () => {
  it('in every bucket the groups are the total, and over all buckets the sums of the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCalls,
        zones,
        intervals,
        fc.constantFrom<Dimension | undefined>('model', 'app', 'session', 'project', undefined),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom('cost' as const, 'tokens' as const, 'calls' as const),
        fc.integer({ min: 1, max: 45 * DAY }),
        async (calls, zone, interval, by, top, orderBy, span) => {
          const { ledger } = await meterlineWith(calls, { zone });
          const query = { zone, interval, by, top, orderBy, from: NOW - span, to: NOW };
          const { groups, total, totals, starts } = await ask(ledger, query);
          for (const key of KEYS)
            expect(starts.map((_, at) => sum(groups.map(({ values }) => values[key][at]!)))).toEqual(
              total[key],
            );
          expect(sum(total.listNanoUsd)).toBe(totals.cost.listNanoUsd);
          expect(sum(total.tokens)).toBe(totals.tokens.total);
          for (const { values, totals: own } of groups) {
            expect(sum(values.calls)).toBe(own.calls);
            expect(sum(values.billedNanoUsd)).toBe(own.cost.billedNanoUsd);
          }
          const { from, to } = query;
          expect(totals).toEqual((await ledger.usage({ zone, where: [], by: [], from, to })).totals);
          expect(groups.filter(({ kind }) => kind === 'value').length).toBeLessThanOrEqual(top);
        },
      ),
      { numRuns: 80 },
    );
  });

  it('has every bucket of the range, each where the one before ends', async () => {
    const { ledger } = await meterlineWith([]);
    await fc.assert(
      fc.asyncProperty(
        zones,
        intervals,
        fc.integer({ min: 1, max: 40 * DAY }),
        async (zone, interval, span) => {
          const { starts, total } = await ask(ledger, { zone, interval, from: NOW - span, to: NOW });
          expect(starts[0]).toBeLessThanOrEqual(NOW - span);
          for (const [at, start] of starts.slice(1).entries())
            expect(nextInterval(starts[at]!, interval, zone)).toBe(start);
          expect(nextInterval(starts.at(-1)!, interval, zone)).toBeGreaterThanOrEqual(NOW);
          expect(total.calls).toEqual(starts.map(() => 0));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('puts what is past the top into other, also where the question names values itself', async () => {
    const app = (name: string, input: number) => callOf(name, { app: name, tokens: { input } });
    const calls = ['a', 'b', 'c', 'd'].map((name, index) => app(name, 1_000 * (index + 1)));
    const { ledger } = await meterlineWith(calls);
    const where = ['a', 'b', 'c'].map((value) => ({ dimension: 'app', op: '=', value }) as const);
    const { groups } = await ask(ledger, { by: 'app', top: 1, from: NOW - DAY, to: NOW, where });
    expect(groups.map(({ kind, key, totals }) => [kind, key, totals.tokens.total])).toEqual([
      ['value', 'c', 3_000],
      ['other', null, 3_000],
    ]);
  });

  it('tells calls without a value from other', async () => {
    const { project: _, ...bare } = callOf('1', { tokens: { input: 9_000 } });
    const { ledger } = await meterlineWith([
      bare,
      callOf('2', { project: '/p' }),
      callOf('3', { project: '/q' }),
    ]);
    const { groups } = await ask(ledger, { by: 'project', top: 1, from: NOW - DAY, to: NOW });
    expect(groups.map(({ kind, key }) => [kind, key])).toEqual([
      ['value', null],
      ['other', null],
    ]);
  });

  it('says whether the last bucket is still running, or cut off', async () => {
    const { ledger } = await meterlineWith([]);
    const unfinished = async (query: Partial<SeriesQuery>) => (await ask(ledger, query)).unfinished;
    const midnight = Date.UTC(2026, 10, 22);
    expect(await unfinished({ from: midnight - DAY, to: NOW, interval: 'day' })).toBe(true);
    expect(await unfinished({ from: midnight - 2 * DAY, to: midnight, interval: 'day' })).toBe(false);
    expect(await unfinished({ from: midnight - 2 * DAY, to: midnight - HOUR_MS, interval: 'day' })).toBe(
      true,
    );
    expect(await unfinished({ from: midnight, to: midnight + DAY, interval: 'day' })).toBe(true);
  });

  it('lays the period before under it, to the same point in it', async () => {
    const { ledger } = await meterlineWith([
      callOf('now', { startedAt: NOW - HOUR_MS }),
      callOf('then', { startedAt: NOW - DAY - HOUR_MS, tokens: { input: 7 } }),
      callOf('later then', { startedAt: NOW - DAY + HOUR_MS }),
    ]);
    const today = { from: Date.UTC(2026, 10, 22), to: NOW, period: 'today', interval: 'hour' } as const;
    const { starts, total, previous } = await ask(ledger, { ...today, compare: true });
    expect(previous?.starts.map((start) => start + DAY)).toEqual(starts);
    expect(previous?.total.tokens.indexOf(7)).toBe(total.calls.indexOf(1));
    expect(previous?.totals.calls).toBe(1);
    expect((await ask(ledger, today)).previous).toBeUndefined();
  });

  it('of all time has calls of which only sums are kept', async () => {
    const call = callOf('1', { startedAt: NOW - 9 * DAY + 7_000, app: 'a' });
    const { ledger } = await meterlineWith([call, callOf('2', { app: 'b' })]);
    await ledger.dropEventsBefore(NOW - DAY);
    const { totals, total } = await ask(ledger, { period: 'all', by: 'app', top: 1 });
    expect([totals.calls, sum(total.calls)]).toEqual([2, 2]);
  });

  it('of all time begins with the first call and compares with nothing', async () => {
    const { ledger } = await meterlineWith([callOf('1', { startedAt: NOW - 9 * DAY })]);
    const { starts, range, interval, previous } = await ask(ledger, { period: 'all', compare: true });
    expect([range.from, range.to, interval, starts.length]).toEqual([NOW - 9 * DAY, NOW, 'day', 10]);
    expect(previous).toBeUndefined();
    const { ledger: empty } = await meterlineWith([]);
    expect((await ask(empty, { period: 'all' })).starts).toEqual([]);
  });
});

describe('the number of buckets', () => {
  it('is bounded: a finer interval is refused, with one that fits', async () => {
    const { ledger } = await meterlineWith([]);
    const range = { zone: 'UTC', where: [], period: undefined, from: NOW - 90 * DAY, to: NOW };
    const result = await series(ledger, { ...range, interval: 'hour' }, NOW);
    expect(result).toMatchObject({ ok: false, fault: { code: 'REQUEST_INVALID' } });
    expect(!result.ok && result.fault.hint).toContain('interval day');
  });

  it('fits any range that can be asked for, when nobody says how long they are', async () => {
    const { ledger } = await meterlineWith([]);
    await fc.assert(
      fc.asyncProperty(zones, fc.integer({ min: 1, max: 100 * 365 * DAY }), async (zone, span) => {
        const { starts } = await ask(ledger, { zone, from: NOW - span, to: NOW });
        expect(starts.length).toBeGreaterThan(0);
        expect(starts.length).toBeLessThanOrEqual(MAX_BUCKETS);
      }),
      { numRuns: 40 },
    );
    const forever = { zone: 'UTC', where: [], period: undefined, from: -1e14, to: NOW };
    expect(await series(ledger, forever, NOW)).toMatchObject({ ok: false });
  });
});
