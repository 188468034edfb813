import { PERIODS } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchOf, type View, viewOf } from './view.ts';
import { zoomedOut, zoomedTo } from './zoom.ts';

const plain = viewOf(new URLSearchParams());
const day = fc.constantFrom('2026-11-01', '2026-11-22', '1795356418144');
const range = fc.record({ from: day, to: day });
const some: fc.Arbitrary<View> = fc.oneof(
  fc.constantFrom(...PERIODS).map((period) => ({ ...plain, period })),
  range.map((custom) => ({ ...plain, ...custom })),
  day.map((from) => ({ ...plain, from })),
);
const throughAddress = (view: View): View => viewOf(new URLSearchParams(searchOf(view)));

describe('zooming', () => {
  it('leads back to the whole, from any depth and through the address', () => {
    fc.assert(
      fc.property(some, fc.array(range, { minLength: 1, maxLength: 4 }), (start, parts) => {
        let deep = start;
        for (const part of parts) deep = throughAddress({ ...deep, ...zoomedTo(deep, part) });
        expect(deep).toMatchObject(parts.at(-1)!);
        const back = throughAddress({ ...deep, ...zoomedOut(deep) });
        const isNamed = start.from === undefined && start.to === undefined;
        expect(back).toEqual(isNamed ? start : { ...start, period: back.period });
      }),
    );
  });

  it('has nowhere to lead where nothing was marked, or another time was chosen since', () => {
    expect(zoomedOut(plain)).toBeUndefined();
    const part = { ...plain, ...zoomedTo(plain, { from: '2026-11-01', to: '2026-11-02' }) };
    expect(zoomedOut(throughAddress({ ...part, from: undefined, to: undefined }))).toBeUndefined();
  });
});
