import { PERIODS } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysAsked, fittingIntervals } from './interval-choice.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 22, 14);
const known = { firstAt: now - 200 * DAY, now };
const range = (from?: string, to?: string, period: (typeof PERIODS)[number] = '30d') => ({
  period,
  from,
  to,
});

describe('the intervals on offer', () => {
  it.each([
    [1, ['hour']],
    [7, ['hour', 'day']],
    [30, ['day', 'week']],
    [90, ['day', 'week', 'month']],
    [366, ['day', 'week', 'month']],
    [3000, ['month']],
    [0, []],
  ])('of %i days are %j', (days, intervals) => {
    expect(fittingIntervals(days)).toEqual(intervals);
  });

  it('always make sense: at least two bars, and never more than the server gives', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1300, noNaN: true }), (days) => {
        for (const interval of fittingIntervals(days)) {
          const bars = days / { hour: 1 / 24, day: 1, week: 7, month: 30 }[interval];
          expect(bars).toBeGreaterThanOrEqual(2);
          expect(bars).toBeLessThan(1500);
        }
      }),
    );
  });
});

describe('the days of a view', () => {
  it('are those of its period, of its days, or of the ledger', () => {
    expect(daysAsked(range(), known)).toBe(30);
    expect(daysAsked(range(undefined, undefined, 'all'), known)).toBe(200);
    expect(daysAsked(range('2026-11-01', '2026-11-07'), known)).toBe(7);
    expect(daysAsked(range(String(now - 3 * 3_600_000), String(now)), known)).toBe(0.125);
    expect(daysAsked(range('2026-11-20'), known)).toBeCloseTo(2.58, 2);
    expect(daysAsked(range('what', 'ever'), known)).toBe(0);
  });

  it('are known for every period', () => {
    for (const period of PERIODS)
      expect(daysAsked(range(undefined, undefined, period), known)).toBeGreaterThan(0);
  });
});
