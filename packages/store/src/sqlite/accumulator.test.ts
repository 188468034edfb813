import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAccumulator } from './accumulator.ts';

test('every key is one group, however many there are', () => {
  const ids = fc.tuple(fc.nat(40), fc.oneof(fc.nat(3), fc.constantFrom(2 ** 31, 2 ** 32 - 1)), fc.nat(5));
  fc.assert(
    fc.property(fc.array(ids, { maxLength: 2_000, size: 'max' }), fc.nat(2), (keys, dimensions) => {
      const accumulator = createAccumulator(2, dimensions);
      const expected = new Map<string, number>();
      for (const key of keys) {
        const [cell, ...values] = key.slice(0, dimensions + 1) as [number, ...number[]];
        const group = accumulator.groupOf(cell, values);
        accumulator.sumsOf(1)[group]! += 1;
        const name = [cell, ...values].join();
        expected.set(name, (expected.get(name) ?? 0) + 1);
      }
      const groups = Array.from({ length: accumulator.size }, (_, group) => group);
      const found = groups.map((group) => [
        [accumulator.cellOf(group), ...accumulator.idsOf(group)].join(),
        accumulator.sumsOf(1)[group],
      ]);
      expect(found).toEqual([...expected]);
    }),
    { numRuns: 40 },
  );
});
