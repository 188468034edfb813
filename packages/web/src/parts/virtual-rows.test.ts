import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movedBy, pagesOf } from './virtual-rows.ts';

const counts = fc.integer({ min: 0, max: 200_000 });
const sizes = fc.integer({ min: 1, max: 500 });
const windows = fc
  .tuple(fc.integer({ min: -50, max: 200_000 }), fc.integer({ min: 0, max: 80 }))
  .map(([first, length]) => ({ first, last: first + length }));

describe('pagesOf', () => {
  it('holds every row of the window, and no page without one', () => {
    fc.assert(
      fc.property(windows, counts, sizes, (window, count, size) => {
        const pages = pagesOf(window, count, size);
        const rows = Array.from(
          { length: window.last - window.first + 1 },
          (_, index) => window.first + index,
        ).filter((row) => row >= 0 && row < count);
        expect([...pages]).toEqual([...new Set(rows.map((row) => Math.floor(row / size)))]);
      }),
    );
  });
});

describe('movedBy', () => {
  const window = { first: 10, last: 29 };

  it('moves by a row, by what is in view, and to both ends', () => {
    expect(movedBy('ArrowDown', 10, 100, window)).toBe(11);
    expect(movedBy('ArrowUp', 10, 100, window)).toBe(9);
    expect(movedBy('PageDown', 10, 100, window)).toBe(28);
    expect(movedBy('PageUp', 10, 100, window)).toBe(0);
    expect(movedBy('Home', 10, 100, window)).toBe(0);
    expect(movedBy('End', 10, 100, window)).toBe(99);
    expect(movedBy('toString', 10, 100, window)).toBeUndefined();
  });

  it('never leaves the list', () => {
    const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End');
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 1000 }), fc.nat(999), windows, (key, count, from, seen) => {
        const to = movedBy(key, Math.min(from, count - 1), count, seen);
        expect(to).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThan(count);
      }),
    );
  });
});
