import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barIn,
  barsPath,
  bucketAt,
  groupAt,
  linePath,
  lonely,
  middleOf,
  type Plot,
  stacked,
  stackTop,
} from './stacked-bars.ts';

const value = fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 1e12 }));
const groups = fc
  .integer({ min: 1, max: 40 })
  .chain((buckets) =>
    fc.array(fc.array(value, { minLength: buckets, maxLength: buckets }), { minLength: 1, maxLength: 9 }),
  );
const plotOf = (buckets: number, width = 600): Plot => ({ width, height: 200, top: 100, buckets });

describe('a stack', () => {
  it('lays each group on the one below, and comes to their sum', () => {
    fc.assert(
      fc.property(groups, (values) => {
        const buckets = values[0]!.length;
        const stack = stacked(values, buckets);
        for (let bucket = 0; bucket < buckets; bucket += 1) {
          let reached = 0;
          for (const [at, spans] of stack.entries()) {
            const [low, high] = spans[bucket]!;
            expect(low).toBe(reached);
            expect(high - low).toBe(values[at]![bucket] ?? 0);
            reached = high;
          }
        }
        const sums = values[0]!.map((_, bucket) => values.reduce((sum, one) => sum + (one[bucket] ?? 0), 0));
        expect(stackTop(stack)).toBe(Math.max(...sums));
      }),
    );
  });

  it('draws a bar for each value above 0, from the first to the last bucket that is wanted', () => {
    const stack = stacked([[10, 0, null, 40]], 4);
    const bars = (path: string): number => path.split('M').length - 1;
    expect(bars(barsPath(plotOf(4), stack[0]!))).toBe(2);
    expect(bars(barsPath(plotOf(4), stack[0]!, 0, 3))).toBe(1);
    expect(bars(barsPath(plotOf(4), stack[0]!, 3))).toBe(1);
    expect(barsPath(plotOf(1, 100), [[0, 50]])).toBe('M22 100h56v100h-56z');
  });
});

describe('a bucket', () => {
  it('is found at every place of its bar, and at its middle', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 50, max: 2000 }), (buckets, width) => {
        const plot = plotOf(buckets, width);
        for (const bucket of [0, Math.floor(buckets / 2), buckets - 1]) {
          const [x, wide] = barIn(plot, bucket);
          expect(wide).toBeGreaterThan(0);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + wide).toBeLessThanOrEqual(width + 1e-6);
          for (const at of [x + wide * 0.01, middleOf(plot, bucket), x + wide * 0.99])
            expect(bucketAt(plot, at)).toBe(bucket);
        }
      }),
    );
  });

  it('is the first or the last beyond the ends', () => {
    expect(bucketAt(plotOf(5), -20)).toBe(0);
    expect(bucketAt(plotOf(5), 5000)).toBe(4);
  });
});

describe('a group', () => {
  it('is found at its bar, and nowhere beside or above it', () => {
    fc.assert(
      fc.property(groups, (values) => {
        const buckets = values[0]!.length;
        const stack = stacked(values, buckets);
        const plot = { ...plotOf(buckets), top: stackTop(stack) * 1.25 || 1 };
        const yOfShare = (value: number): number => plot.height * (1 - value / plot.top);
        for (const [at, spans] of stack.entries()) {
          const [low, high] = spans[buckets - 1]!;
          if ((high - low) / plot.top > 1e-9)
            expect(groupAt(plot, stack, middleOf(plot, buckets - 1), yOfShare((low + high) / 2))).toBe(at);
        }
        expect(groupAt(plot, stack, middleOf(plot, 0), 0)).toBeUndefined();
        expect(groupAt(plot, stack, -5, plot.height - 1)).toBeUndefined();
      }),
    );
  });
});

describe('a line', () => {
  it('breaks where a value is not known, and marks what stands alone', () => {
    const values = [10, null, 20, 30, null];
    expect(linePath(plotOf(5, 500), values)).toBe('M50 180M250 160L350 140');
    expect(lonely(values)).toEqual([0]);
    expect(linePath(plotOf(2), [null, null])).toBe('');
  });

  it('goes through every known value of the plot once', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), fc.integer({ min: 0, max: 50 }), (values, buckets) => {
        const points = linePath(plotOf(buckets), values).match(/[ML]/g) ?? [];
        expect(points.length).toBe(values.slice(0, buckets).filter((one) => one !== null).length);
      }),
    );
  });
});
