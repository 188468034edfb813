import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hopSpan, spanTicks } from './hop-span.ts';

it('places hops in the whole', () => {
  expect(hopSpan(250, 500, 1000)).toEqual({ start: 0.25, length: 0.5 });
  expect(hopSpan(250, null, 1000)).toEqual({ start: 0.25, length: undefined });
  expect(hopSpan(0, 0, 0)).toEqual({ start: 0, length: 0 });
});

it('never draws beyond the whole', () =>
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(1e9), fc.nat(1e9), (offset, latency, wall) => {
      const { start, length = 0 } = hopSpan(offset, latency, wall);
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start + length).toBeLessThanOrEqual(1 + Number.EPSILON);
    }),
  ));

it('draws a few lines at round times, whatever the length', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e11 }), fc.integer({ min: 2, max: 8 }), (wall, most) => {
      const ticks = spanTicks(wall, most);
      expect(ticks.length).toBeLessThanOrEqual(most);
      expect(ticks.every((at) => at > 0 && at <= wall)).toBe(true);
    }),
  ));

it('draws them where people look for them', () => {
  expect(spanTicks(95_000, 4)).toEqual([30_000, 60_000, 90_000]);
  expect(spanTicks(0, 4)).toEqual([]);
});
