import { HOUR_MS, NO_USAGE, periodRange, type UsageQuery } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparison } from './comparison.ts';
import { anyCalls, callOf, DAY, intervals, meterlineWith, NOW, zones } from './report.test-kit.ts';

const today = (zone = 'UTC') => {
  const range = periodRange('today', zone, NOW);
  if (!range.ok) throw new Error(range.fault.message);
  return range.value;
};

describe('a question beside that of the period before', () => {
  it('today until now is compared with yesterday until now', async () => {
    const { ledger } = await meterlineWith([
      callOf('now'),
      callOf('then', { startedAt: NOW - DAY - HOUR_MS, tokens: { input: 3 } }),
      callOf('later then', { startedAt: NOW - DAY + HOUR_MS }),
      callOf('gone', { startedAt: NOW - DAY - HOUR_MS, model: 'claude-opus-4-6' }),
    ]);
    const query: UsageQuery = { zone: 'UTC', by: ['model'], where: [], ...today() };
    const compared = await comparison(ledger, query, 'today');
    expect(compared?.rows.map(({ key, previous }) => [key.model, previous?.tokens.total])).toEqual([
      ['claude-sonnet-4-5', 3],
    ]);
    expect(compared?.previousTotals.calls).toBe(2);
    expect(compared?.previousRange).toEqual({ from: Date.UTC(2026, 10, 21), to: NOW - DAY });
  });

  it('says null for a row that was not there before', async () => {
    const { ledger } = await meterlineWith([callOf('now')]);
    const compared = await comparison(ledger, { zone: 'UTC', by: ['app'], where: [], ...today() }, 'today');
    expect(compared?.rows[0]?.previous).toBeNull();
    expect(compared?.previousTotals).toEqual(NO_USAGE);
  });

  it('has no answer for a range without a beginning or an end', async () => {
    const { ledger } = await meterlineWith([]);
    expect(await comparison(ledger, { zone: 'UTC', by: [], where: [], from: 0 }, undefined)).toBeUndefined();
    expect(await comparison(ledger, { zone: 'UTC', by: [], where: [] }, 'all')).toBeUndefined();
  });

  it('is the two answers of the ledger, joined', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyCalls,
        zones,
        fc.option(intervals, { nil: undefined }),
        fc.constantFrom('today', '7d', 'month', undefined),
        fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
        async (calls, zone, interval, period, limit) => {
          const { ledger } = await meterlineWith(calls, { zone });
          const range =
            period === undefined ? { from: NOW - 9 * DAY, to: NOW } : periodRange(period, zone, NOW);
          const query = {
            zone,
            by: ['model', 'app'] as const,
            where: [],
            ...('ok' in range ? (range.ok ? range.value : {}) : range),
            ...(interval === undefined ? {} : { interval }),
            ...(limit === undefined ? {} : { limit }),
          };
          const compared = await comparison(ledger, query, period);
          const { rows, ...plain } = await ledger.usage(query);
          expect(compared?.rows.map(({ previous: _, ...row }) => row)).toEqual(rows);
          expect(compared).toMatchObject(plain);
          const before = await ledger.usage({ zone, by: [], where: [], ...compared!.previousRange });
          expect(compared?.previousTotals).toEqual(before.totals);
          const joined = compared!.rows.reduce((sum, { previous }) => sum + (previous?.calls ?? 0), 0);
          expect(joined).toBeLessThanOrEqual(before.totals.calls);
        },
      ),
      { numRuns: 60 },
    );
  });
});
