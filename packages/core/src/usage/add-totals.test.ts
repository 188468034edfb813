import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UsageTotals } from '../query/usage-query.ts';
import { addTotals, NO_USAGE, subtractTotals, sumTotals } from './add-totals.ts';

/** Any sums, every field with a number of its own. */
const totals: fc.Arbitrary<UsageTotals> = fc.record({
  calls: fc.nat(),
  errorCalls: fc.nat(),
  tokens: fc.record(
    Object.fromEntries(Object.keys(NO_USAGE.tokens).map((name) => [name, fc.nat()])),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<UsageTotals['tokens']>,
  cost: fc.record(
    Object.fromEntries(Object.keys(NO_USAGE.cost).map((name) => [name, fc.nat()])),
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<UsageTotals['cost']>,
});

test('sums add every field, and what was added can be taken off again', () => {
  const valuesOf = (group: object): Readonly<Record<string, number>> => ({ ...group });
  fc.assert(
    fc.property(totals, totals, (a, b) => {
      const sum = addTotals(a, b);
      for (const group of ['tokens', 'cost'] as const)
        for (const [name, value] of Object.entries(sum[group]))
          expect([name, value]).toEqual([name, valuesOf(a[group])[name]! + valuesOf(b[group])[name]!]);
      expect([sum.calls, sum.errorCalls]).toEqual([a.calls + b.calls, a.errorCalls + b.errorCalls]);
      expect(subtractTotals(sum, b)).toEqual(a);
    }),
  );
});

test('the sum of many is one added to the other, and changes none of them', () => {
  fc.assert(
    fc.property(fc.array(totals), (all) => {
      const before = structuredClone(all);
      expect(sumTotals(all)).toEqual(all.reduce(addTotals, NO_USAGE));
      expect(all).toEqual(before);
    }),
  );
  expect(sumTotals([])).toEqual(NO_USAGE);
});
