import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from './csv.ts';

describe('a CSV cell', () => {
  it.each([
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['@SUM(1)', "'@SUM(1)"],
    ['-model', "'-model"],
    ['\tx', "'\tx"],
    ["'=1", "''=1"],
    [['-a', 'b'], "'-a b"],
    [-5, '-5'],
    [1e-7, '0.0000001'],
    ["it's", "it's"],
    ['a,b\n"c"', '"a,b\n""c"""'],
    [null, ''],
    [undefined, ''],
    [{ a: 1 }, '"{""a"":1}"'],
    [[{ a: 1 }, { a: 2 }], '"[{""a"":1},{""a"":2}]"'],
    [[], ''],
  ])('%j is %s', (value, cell) => expect(csvCell(value)).toBe(cell));

  it('is never a formula, and gives its text back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '\t', '"', ',', 'a', '\n') }),
        (text) => {
          const cell = csvCell(text);
          const bare = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
          expect(bare).not.toMatch(/^[=+\-@\t\r]/);
          expect(bare.replace(/^'('*[=+\-@\t\r])/, '$1')).toBe(text);
        },
      ),
    );
  });

  it('stands in lines that end as RFC 4180 says', () => {
    expect(csvLine(['a', 1, null])).toBe('a,1,\r\n');
  });
});
