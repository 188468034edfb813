import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROLLUP_MEASURES } from '../totals/rollup-measures.ts';
import { packDimension, packMeasures, unpackDimension, unpackMeasures } from './segment-format.ts';

const value = fc.oneof(
  fc.constant(0),
  fc.nat(300),
  fc.nat(70_000),
  fc.nat(),
  fc.nat(Number.MAX_SAFE_INTEGER),
);

test('measures come back as they went in, whatever their size', () => {
  const row = fc.array(value, { minLength: ROLLUP_MEASURES.length, maxLength: ROLLUP_MEASURES.length });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
      const columns = unpackMeasures(packMeasures(rows), rows.length);
      const back = rows.map((_, i) => columns.map((column) => column?.[i] ?? 0));
      expect(back).toEqual(rows);
    }),
  );
});

test('a negative or fractional sum is kept too', () => {
  const row = ROLLUP_MEASURES.map((_, i) => (i === 2 ? -5 : i === 3 ? 0.5 : 0));
  const columns = unpackMeasures(packMeasures([row]), 1);
  expect([columns[2]?.[0], columns[3]?.[0], columns[0]]).toEqual([-5, 0.5, undefined]);
});

test('a dimension comes back by code and value, with any number of values', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(2 ** 31), { minLength: 1, maxLength: 50 }),
      fc.constantFrom(1, 300, 70_000),
      (ids, many) => {
        const all = [...ids, ...Array.from({ length: many }, (_, i) => i)];
        const { values, codes } = unpackDimension(packDimension(all));
        expect(Array.from(codes, (code) => values[code])).toEqual(all);
      },
    ),
    { numRuns: 20 },
  );
});
