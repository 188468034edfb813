import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentKey, noContentYet } from './content-key.ts';

const keysOf = (rows: readonly string[]): string[] => {
  let seen = noContentYet();
  return rows.map((row) => {
    const key = contentKey('t', row, seen);
    seen = JSON.parse(JSON.stringify(seen));
    return key;
  });
};

describe('contentKey', () => {
  it('tells equal rows near each other apart, and gives the same keys again', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), (rows) => {
        const keys = keysOf(rows);
        expect(new Set(keys).size).toBe(rows.length);
        expect(keysOf(rows)).toEqual(keys);
        // A longer version of the file begins with the same keys.
        expect(keysOf([...rows, 'a', 'd']).slice(0, rows.length)).toEqual(keys);
      }),
    );
  });

  it('keeps its state bounded', () => {
    const seen = noContentYet();
    for (let row = 0; row < 2000; row += 1) contentKey('t', `row ${row}`, seen);
    expect(seen.ring).toHaveLength(512);
    expect(Object.keys(seen.times)).toHaveLength(512);
    expect(contentKey('t', 'row 1999', seen)).toMatch(/:1$/);
  });
});
