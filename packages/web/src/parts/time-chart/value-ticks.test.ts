import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueTicks } from './value-ticks.ts';

const amount = fc.double({ min: 1e-9, max: 1e15, noNaN: true });
const lines = fc.integer({ min: 2, max: 10 });

describe('valueTicks', () => {
  it('stand at equal steps from 0 to at least the largest value, and not far past it', () => {
    fc.assert(
      fc.property(amount, lines, (max, wish) => {
        const ticks = valueTicks(max, { lines: wish });
        const step = ticks[1]!;
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)! * (1 + 1e-9)).toBeGreaterThanOrEqual(max);
        expect(ticks.at(-1)! - step).toBeLessThan(max);
        expect(ticks.length - 1).toBeLessThanOrEqual(wish);
        for (const [at, tick] of ticks.entries()) expect(tick / step).toBeCloseTo(at, 9);
      }),
    );
  });

  it('stand at whole numbers where halves make no sense', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), lines, (max, wish) => {
        for (const tick of valueTicks(max, { lines: wish, whole: true }))
          expect(Math.abs(tick - Math.round(tick))).toBeLessThan(1e-3);
      }),
    );
  });

  it('count as people do', () => {
    expect(valueTicks(6.9, { lines: 4 })).toEqual([0, 2, 4, 6, 8]);
    expect(valueTicks(9.6, { lines: 4 })).toEqual([0, 2.5, 5, 7.5, 10]);
    expect(valueTicks(3, { lines: 4, whole: true })).toEqual([0, 1, 2, 3]);
  });

  it('are there without a value too', () => {
    for (const nothing of [0, -1, Number.NaN]) expect(valueTicks(nothing, { lines: 4 })).toEqual([0, 1]);
  });
});
