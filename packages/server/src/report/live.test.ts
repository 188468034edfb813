import { addTotals, MINUTE_MS, NO_USAGE, type UsageTotals } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { live, MAX_LIVE_MINUTES } from './live.ts';
import { callOf, DAY, meterlineWith, NOW } from './report.test-kit.ts';

const asked = { zone: 'UTC', where: [], minutes: 60, limit: 3 };

describe('the last minutes', () => {
  it('are all there, with the calls of each, and add up', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4 * 60 * MINUTE_MS), { maxLength: 30 }),
        fc.integer({ min: 1, max: MAX_LIVE_MINUTES }),
        fc.nat(MINUTE_MS),
        async (ages, minutes, late) => {
          const now = NOW + late;
          const events = ages.map((age, at) => callOf(String(at), { startedAt: now - age }));
          const { ledger } = await meterlineWith(events);
          const report = await live(ledger, { ...asked, minutes }, now);
          expect(report.minutes.length).toBe(minutes);
          expect(report.minutes.at(-1)!.start).toBe(Math.floor(now / MINUTE_MS) * MINUTE_MS);
          for (const { start, totals } of report.minutes)
            expect(totals.calls).toBe(
              events.filter(({ startedAt }) => startedAt >= start && startedAt < start + MINUTE_MS).length,
            );
          const sum = report.minutes.reduce<UsageTotals>(
            (all, { totals }) => addTotals(all, totals),
            NO_USAGE,
          );
          expect(report.totals).toEqual(sum);
          expect(report.outsideCalls).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('come with the newest calls and the day so far', async () => {
    const ages = [1, 2, 30, 90, 24 * 60].map((minutes) => minutes * MINUTE_MS);
    const { ledger } = await meterlineWith(
      ages.map((age, at) => callOf(String(at), { startedAt: NOW - age })),
    );
    const { calls, today } = await live(ledger, asked, NOW);
    expect(calls.map(({ startedAt }) => NOW - startedAt)).toEqual(ages.slice(0, 3));
    expect(today.calls).toBe(4);
  });

  it('come with the newest calls that were chosen, however long ago they were made', async () => {
    const { ledger } = await meterlineWith([
      callOf('old', { app: 'rare', startedAt: NOW - 9 * DAY }),
      callOf('older', { app: 'rare', startedAt: NOW - 20 * DAY }),
      callOf('new'),
    ]);
    const where = [{ dimension: 'app', op: '=', value: 'rare' }] as const;
    const { calls } = await live(ledger, { ...asked, where }, NOW);
    expect(calls.map(({ startedAt }) => (NOW - startedAt) / DAY)).toEqual([9, 20]);
  });

  it('tells calls of which only sums are kept', async () => {
    const { ledger } = await meterlineWith([callOf('1', { startedAt: NOW - 40 * MINUTE_MS })]);
    await ledger.dropEventsBefore(NOW + DAY);
    const { totals, outsideCalls, minutes, calls } = await live(ledger, asked, NOW);
    expect([totals.calls, outsideCalls, calls.length]).toEqual([1, 1, 0]);
    expect(minutes.every(({ totals: each }) => each.calls === 0)).toBe(true);
  });

  it('are asked of chosen calls, and of no more minutes than are kept in view', async () => {
    const { ledger } = await meterlineWith([callOf('1', { app: 'a' }), callOf('2', { app: 'b' })]);
    const where = [{ dimension: 'app', op: '=', value: 'b' }] as const;
    const report = await live(ledger, { ...asked, where, minutes: 10_000 }, NOW);
    expect(report.minutes.length).toBe(MAX_LIVE_MINUTES);
    expect(report.calls.map(({ app }) => app)).toEqual(['b']);
    expect(report.totals.calls).toBe(1);
  });
});
