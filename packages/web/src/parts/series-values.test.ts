import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knownValues, type Measures, valuesOf } from './series-values.ts';

const bucket = fc
  .record({ list: fc.nat(1e12), tokens: fc.nat(1e9), calls: fc.nat(50), unpriced: fc.nat(50) })
  .map(({ calls, unpriced, ...rest }) => ({ ...rest, calls, unpriced: Math.min(calls, unpriced) }));
const measuresOf = (
  buckets: readonly { list: number; tokens: number; calls: number; unpriced: number }[],
): Measures => ({
  listNanoUsd: buckets.map(({ list }) => list),
  billedNanoUsd: buckets.map(() => 0),
  tokens: buckets.map(({ tokens }) => tokens),
  calls: buckets.map(({ calls }) => calls),
  unpricedCalls: buckets.map(({ unpriced }) => unpriced),
  cacheRead: buckets.map(() => 0),
  promptTokens: buckets.map(() => 0),
});

describe('values of a series', () => {
  it('are a cost that is known, a lower bound, or not known: never $0 for what has no price', () => {
    fc.assert(
      fc.property(fc.array(bucket, { maxLength: 40 }), (buckets) => {
        const { values, atLeast } = knownValues(measuresOf(buckets), 'cost');
        for (const [at, { list, calls, unpriced }] of buckets.entries()) {
          expect(values[at]).toBe(unpriced > 0 && unpriced === calls ? null : list);
          expect(atLeast?.[at] ?? false).toBe(unpriced > 0);
        }
      }),
    );
  });

  it('of tokens and calls are known whatever the prices', () => {
    const measures = measuresOf([{ list: 0, tokens: 7, calls: 2, unpriced: 2 }]);
    expect(knownValues(measures, 'tokens')).toEqual({ values: [7] });
    expect(knownValues(measures, 'calls')).toEqual({ values: [2] });
    expect(valuesOf(measures, 'cost')).toEqual([0]);
  });
});
