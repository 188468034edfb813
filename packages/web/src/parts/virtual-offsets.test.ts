import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetsOf, renderedRows, rowsBetween, scrollFor } from './virtual-offsets.ts';

const heights = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 60 });
const listOf = (rows: readonly number[]) => offsetsOf(rows.length, (index) => rows[index] ?? 0);

describe('the rows between two places', () => {
  it('are those of which something lies there, as looking at each tells', () => {
    const looked = fc.tuple(heights, fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 900 }));
    fc.assert(
      fc.property(looked, ([rows, from, height]) => {
        const offsets = listOf(rows);
        const inView = rows.flatMap((_, index) =>
          (offsets[index] ?? 0) < from + height && (offsets[index + 1] ?? 0) > from ? [index] : [],
        );
        fc.pre(inView.length > 0);
        expect(rowsBetween(offsets, from, from + height)).toEqual({ first: inView[0], last: inView.at(-1) });
      }),
    );
  });

  it('are the nearest one where the list is above or below the window', () => {
    const offsets = listOf([10, 10, 10]);
    expect(rowsBetween(offsets, -500, -100)).toEqual({ first: 0, last: 0 });
    expect(rowsBetween(offsets, 500, 900)).toEqual({ first: 2, last: 2 });
  });

  it('are none of an empty list', () => {
    expect(renderedRows(rowsBetween(listOf([]), 0, 500), 0, { overscan: 8, focused: 0 })).toEqual([]);
  });
});

describe('the rows to render', () => {
  it('are the window, some around it, and the one with the focus, in order', () => {
    const around = { overscan: 2, focused: 0 };
    expect(renderedRows({ first: 10, last: 12 }, 100, around)).toEqual([0, 8, 9, 10, 11, 12, 13, 14]);
    expect(renderedRows({ first: 1, last: 2 }, 4, { ...around, focused: 9 })).toEqual([0, 1, 2, 3]);
    expect(renderedRows({ first: 0, last: 0 }, 9, { ...around, focused: 8 })).toEqual([0, 1, 2, 8]);
  });
});

describe('scrolling to a row', () => {
  it('does nothing for one in view, and as little as is needed for others', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.integer({ min: 20, max: 80 }),
        fc.integer({ min: 0, max: 5000 }),
        (start, height, now) => {
          const view = { now, height: 700, covered: 100 };
          const to = scrollFor({ start, end: start + height }, view, 'auto');
          expect(to === 0 || start >= to + view.covered).toBe(true);
          expect(start + height).toBeLessThanOrEqual(to + view.height);
          const inView = start >= now + view.covered && start + height <= now + view.height;
          if (inView) expect(to).toBe(now);
        },
      ),
    );
  });

  it('brings one to the middle of what is not covered', () => {
    const view = { now: 0, height: 700, covered: 100 };
    expect(scrollFor({ start: 1000, end: 1040 }, view, 'center')).toBe(620);
    expect(scrollFor({ start: 10, end: 50 }, view, 'center')).toBe(0);
  });
});
