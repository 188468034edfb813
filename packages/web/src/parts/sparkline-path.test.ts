import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathThrough, sparkPoints } from './sparkline-path.ts';

const BOX = { width: 120, height: 32, margin: 2 };
const value = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 1e15, noNaN: true }));

describe('sparkPoints', () => {
  it('stay in the box, a point for each known value, from left to right', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 100 }),
        fc.constantFrom(undefined, 0.2),
        (values, leastSpan) => {
          const points = sparkPoints(values, leastSpan === undefined ? BOX : { ...BOX, leastSpan });
          expect(points.length).toBe(values.filter((one) => one !== null).length);
          for (const [at, [x, y]] of points.entries()) {
            expect(x).toBeGreaterThanOrEqual(points[at - 1]?.[0] ?? 0);
            expect(x).toBeLessThanOrEqual(BOX.width + 1e-6);
            expect(y).toBeGreaterThanOrEqual(BOX.margin - 1e-6);
            expect(y).toBeLessThanOrEqual(BOX.height - BOX.margin + 1e-6);
          }
        },
      ),
    );
  });

  it('draw amounts from 0, and ratios around where they are', () => {
    expect(sparkPoints([90, 100], BOX).map(([, y]) => Math.round(y))).toEqual([5, 2]);
    expect(sparkPoints([0.9, 1], { ...BOX, leastSpan: 0.2 }).map(([, y]) => Math.round(y))).toEqual([16, 2]);
  });

  it('become a path', () => {
    expect(
      pathThrough([
        [0, 1],
        [2.25, 3],
      ]),
    ).toBe('M0.0 1.0L2.3 3.0');
    expect(pathThrough([])).toBe('');
  });
});
