import { HOUR_MS, periodRange } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OverviewQuery, overview } from './overview.ts';
import { anyCalls, callOf, DAY, meterlineWith, NOW, zones } from './report.test-kit.ts';

const asked = (period: OverviewQuery['period'], zone = 'UTC'): OverviewQuery => {
  const range = periodRange(period ?? 'all', zone, NOW);
  if (!range.ok) throw new Error(range.fault.message);
  return { zone, where: [], period, ...range.value };
};
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('the figures at a glance', () => {
  it('are those of the ledger, now and in the period before', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCalls,
        zones,
        fc.constantFrom<OverviewQuery['period']>('24h', 'today', '7d', '30d', '90d', 'year', 'all'),
        async (calls, zone, period) => {
          const { ledger } = await meterlineWith(calls, { zone });
          const query = asked(period, zone);
          const { totals, sparkline, previous, sessions, unpriced } = await overview(ledger, query, NOW);
          const plain = await ledger.usage({ ...query, by: ['app', 'session'] });
          expect(totals).toEqual(plain.totals);
          expect(sum(sparkline.listNanoUsd)).toBe(totals.cost.listNanoUsd);
          expect(sum(sparkline.tokens)).toBe(totals.tokens.total);
          expect(sum(sparkline.calls)).toBe(totals.calls);
          expect(sparkline.hitRate.length).toBe(sparkline.starts.length);
          const ofSessions = plain.rows.filter(({ key }) => key.session !== null);
          expect(sessions).toBe(ofSessions.length);
          const { interval } = sparkline;
          const parts = await ledger.usage({ ...query, by: ['app', 'session'], interval });
          const counts = sparkline.starts.map(
            (at) => parts.rows.filter(({ key, start }) => start === at && key.session !== null).length,
          );
          expect(sparkline.sessions).toEqual(counts);
          expect(sum(unpriced.map(({ calls }) => calls))).toBe(totals.cost.unpricedCalls);
          if (period === 'all') expect(previous).toBeUndefined();
          else {
            const before = await ledger.usage({ zone, where: [], by: [], ...previous!.range });
            expect(previous?.totals).toEqual(before.totals);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has a sparkline of about 30 points', async () => {
    const { ledger } = await meterlineWith([]);
    const points = async (period: OverviewQuery['period']) => {
      const { sparkline } = await overview(ledger, asked(period), NOW);
      return [sparkline.interval, sparkline.starts.length];
    };
    expect(await points('24h')).toEqual(['hour', 24]);
    expect(await points('7d')).toEqual(['day', 7]);
    expect(await points('30d')).toEqual(['day', 30]);
    expect(await points('90d')).toEqual(['week', 13]);
    expect(await points('year')).toEqual(['week', 47]);
  });

  it('counts sessions of the range', async () => {
    const { ledger } = await meterlineWith([
      callOf('1', { session: 'a' }),
      callOf('2', { session: 'a' }),
      callOf('3', { session: 'b', project: '/p' }),
      callOf('4', { session: 'c', startedAt: NOW - DAY - HOUR_MS }),
      // Goes on for days, and not today nor yesterday.
      callOf('5', { session: 'd', startedAt: NOW - 3 * DAY }),
      callOf('6', { session: 'd', startedAt: NOW + 3 * DAY }),
    ]);
    const today = asked('today');
    const { sessions, previous } = await overview(ledger, today, NOW);
    expect([sessions, previous?.sessions]).toEqual([2, 1]);
    const where = [{ dimension: 'project', op: '=', value: '/p' }] as const;
    expect((await overview(ledger, { ...today, where }, NOW)).sessions).toBe(1);
  });
});

describe('the month', () => {
  const daily = Array.from({ length: 40 }, (_, day) => callOf(`d${day}`, { startedAt: NOW - day * DAY }));

  it('is the calendar one, whatever the range', async () => {
    const { ledger } = await meterlineWith(daily);
    const { month } = await overview(ledger, asked('24h'), NOW);
    expect([month.from, month.to]).toEqual([Date.UTC(2026, 10, 1), Date.UTC(2026, 11, 1)]);
    // The call of this very moment is not in it yet.
    expect(month.totals.calls).toBe(21);
    const each = month.totals.cost.listNanoUsd / 21;
    expect(month.projected).toEqual({
      expectedNanoUsd: 30 * each,
      lowNanoUsd: 30 * each,
      highNanoUsd: 30 * each,
    });
  });

  it('of some calls is theirs alone', async () => {
    const { ledger } = await meterlineWith([...daily, callOf('other', { app: 'b' })]);
    const where = [{ dimension: 'app', op: '=', value: 'b' }] as const;
    const { month } = await overview(ledger, { ...asked('30d'), where }, NOW);
    expect(month.totals.calls).toBe(1);
    expect(month.projected).toBeUndefined();
  });

  it('without any call is too early to tell', async () => {
    const { ledger } = await meterlineWith([]);
    const { month, totals, sparkline } = await overview(ledger, asked('all'), NOW);
    expect(month.projected).toBeUndefined();
    expect([totals.calls, sparkline.starts]).toEqual([0, []]);
  });
});
