import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCalls, callOf, DAY, meterlineWith, NOW } from './report.test-kit.ts';
import { routes } from './routes.ts';

const range = { zone: 'UTC', where: [], period: undefined, from: NOW - DAY, to: NOW } as const;

describe('routes', () => {
  it('have their money, errors and times; what is not known is null and not 0', async () => {
    const chat = { feature: 'chat', tenant: 'acme' };
    const { ledger } = await meterlineWith([
      callOf('1', { ...chat, latencyMs: 2_000, timeToFirstTokenMs: 1_000 }),
      callOf('2', { ...chat, latencyMs: 4_000 }),
      callOf('3', { ...chat, status: 'error', tokens: {} }),
      callOf('4', { feature: 'search', tokens: { input: 100, cacheRead: 300 } }),
    ]);
    const found = await routes(ledger, range);
    const [first, second] = found.rows;
    expect(first).toMatchObject({
      key: { feature: 'chat', tenant: 'acme', model: 'claude-sonnet-4-5' },
      calls: 3,
      errorRate: 1 / 3,
      times: { timedCalls: 2, firstTokenCalls: 1, tokensPerSecond: 40 },
      previous: null,
      previousTimes: null,
    });
    expect(first!.times.latencyP50Ms! / 2_000).toBeCloseTo(1, 1);
    expect(first!.times.latencyP95Ms! / 4_000).toBeCloseTo(1, 1);
    expect(first!.times.firstTokenP50Ms! / 1_000).toBeCloseTo(1, 1);
    expect(second).toMatchObject({
      key: { feature: 'search', tenant: null },
      errorRate: 0,
      cacheHitRate: 0.75,
      times: { timedCalls: 0, latencyP50Ms: null, firstTokenP50Ms: null, tokensPerSecond: null },
    });
    expect(found).toMatchObject({ times: { timedCalls: 2 }, omittedRows: 0, timedSince: null });
  });

  it('are the largest ones; their times stand beside those of the period before', async () => {
    const { ledger } = await meterlineWith([
      callOf('1', { feature: 'chat', latencyMs: 900 }),
      callOf('2', { feature: 'chat', latencyMs: 100, startedAt: NOW - DAY - 1 }),
      callOf('3', { feature: 'new', latencyMs: 10, tokens: { input: 1 } }),
      callOf('4', { feature: 'gone', latencyMs: 10, startedAt: NOW - DAY - 1 }),
    ]);
    const found = await routes(ledger, { ...range, compare: true, limit: 1 });
    expect(found).toMatchObject({ omittedRows: 1, times: { timedCalls: 1 }, previousTotals: { calls: 2 } });
    expect(found.rows).toHaveLength(1);
    expect(found.rows[0]).toMatchObject({ key: { feature: 'chat' }, previous: { calls: 1 } });
    expect(found.rows[0]!.previousTimes!.latencyP50Ms! / 100).toBeCloseTo(1, 1);
    const [, second] = (await routes(ledger, { ...range, compare: true })).rows;
    expect(second).toMatchObject({ key: { feature: 'new' }, previous: null, previousTimes: null });
  });

  it('are the calls of the range, each in one of them', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, async (calls) => {
        const { ledger } = await meterlineWith(calls.map((call, i) => ({ ...call, latencyMs: i + 1 })));
        const { rows, totals, times } = await routes(ledger, { ...range, from: NOW - 40 * DAY });
        expect(rows.reduce((sum, row) => sum + row.calls, 0)).toBe(totals.calls);
        expect(rows.reduce((sum, row) => sum + row.times.timedCalls, 0)).toBe(times.timedCalls);
        expect(times.timedCalls).toBe(totals.calls);
      }),
      { numRuns: 20 },
    );
  });
});
