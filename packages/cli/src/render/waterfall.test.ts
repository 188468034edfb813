import fc from 'fast-check';
import { expect, it } from 'vitest';
import { waterfall } from './waterfall.ts';

it('shows where a span lies in the whole', () => {
  expect(waterfall(0, 50, 100, 10)).toBe('█████');
  expect(waterfall(50, 50, 100, 10)).toBe('     █████');
  expect(waterfall(99, 1, 100, 10)).toBe('         █');
  expect(waterfall(20, undefined, 100, 10)).toBe('  •');
  expect(waterfall(0, 0, 0, 10)).toBe('█');
});

it('never leaves its line, and shows whatever is there', () =>
  fc.assert(
    fc.property(fc.nat(1000), fc.nat(1000), fc.nat(1000), (offset, length, rest) => {
      const line = waterfall(offset, length, offset + length + rest, 24);
      expect(line.length).toBeLessThanOrEqual(24);
      expect(line.trim().length).toBeGreaterThanOrEqual(1);
    }),
  ));
