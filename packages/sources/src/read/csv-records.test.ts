import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachRecord, normalisedHeader, sniffDelimiter, splitFields } from './csv-records.ts';

type Records = readonly (readonly string[] | undefined)[];

/** Reads in chunks of that size, as the importer does: what was not consumed comes again with more behind it. */
const recordsOf = (text: string, chunkBytes: number): Records => {
  const bytes = new TextEncoder().encode(text);
  const found: (readonly string[] | undefined)[] = [];
  let start = 0;
  for (let end = chunkBytes; start < bytes.length; end += chunkBytes) {
    start += eachRecord(
      bytes.slice(start, end),
      start,
      () => ',',
      (_at, fields) => found.push(fields),
    );
    if (end >= bytes.length) break;
  }
  return found;
};

const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é', ';'), maxLength: 8 });
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe('eachRecord', () => {
  it('gives back what was written, quotes, delimiters and newlines included, for any split', () => {
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 40 }), (table, chunkBytes) => {
        const text = table.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
        expect(recordsOf(text, chunkBytes)).toEqual(table.map((row) => row.map((field) => field.trim())));
      }),
    );
  });

  it('gives the same records for any split of any text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', ' '), maxLength: 300 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (any, chunkBytes) => {
        expect(recordsOf(any, chunkBytes)).toEqual(recordsOf(any, 1000));
      }),
      { numRuns: 300 },
    );
  });

  it('gives up a quote that stays open over more than 20 lines or 64 KiB, and only its first line', () => {
    expect(recordsOf(`"a\n${'b,c\n'.repeat(30)}`, 7)).toHaveLength(31);
    expect(recordsOf(`"a\n${'b'.repeat(70_000)},c\n`, 1000)).toEqual([undefined, ['b'.repeat(70_000), 'c']]);
  });

  it('waits for the end of a line', () => {
    expect(recordsOf('a,b\nc,d', 100)).toEqual([['a', 'b']]);
  });

  it('takes a BOM off the first record only', () => {
    expect(recordsOf('\ufeffa,b\nc,d\n', 5)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
});

describe('splitFields', () => {
  it.each([
    ['a,b', ['a', 'b']],
    ['a,', ['a', '']],
    [' "a, b" , c ', ['a, b', 'c']],
    ['"a""b",""', ['a"b', '']],
    ['"open', ['open']],
  ])('splits %j', (record, fields) => {
    expect(splitFields(record, ',')).toEqual(fields);
  });

  it('keeps a bounded number of fields', () => {
    expect(splitFields(','.repeat(100_000), ',')).toHaveLength(256);
  });
});

describe('headers', () => {
  it('are told by the delimiter that parts them most', () => {
    expect(sniffDelimiter('a;b;"c,d,e,f"')).toBe(';');
    expect(sniffDelimiter('a\tb')).toBe('\t');
    expect(sniffDelimiter('one')).toBe(',');
  });

  it('are compared without case and punctuation', () => {
    expect(normalisedHeader('Input (w/o Cache Write)')).toBe('inputwocachewrite');
  });
});
