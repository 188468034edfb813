import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packDimension, packMeasures, unpackDimension, unpackMeasures } from './segment-format.ts';

const value = fc.oneof(
  fc.constant(0),
  fc.nat(300),
  fc.nat(70_000),
  fc.nat(),
  fc.nat(Number.MAX_SAFE_INTEGER),
);

test('measures come back as they went in, whatever their size', () => {
  const tables = fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20 }))
    .chain(([rows, measures]) => {
      const column = fc.array(value, { minLength: rows, maxLength: rows });
      return fc.array(column, { minLength: measures, maxLength: measures });
    });
  fc.assert(
    fc.property(tables, (columns) => {
      const rows = columns[0]!.length;
      const back = unpackMeasures(packMeasures(columns), rows, columns.length);
      const none = Array.from({ length: rows }, () => 0);
      expect(back.map((column) => (column === undefined ? none : [...column]))).toEqual(columns);
    }),
  );
});

test('a negative or fractional sum is kept too', () => {
  const columns = unpackMeasures(packMeasures([[0], [0], [-5], [0.5]]), 1, 4);
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
