import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paintOf } from './paint.ts';
import type { Screen } from './screen.ts';
import { type Column, renderTable } from './table.ts';
import { textWidth } from './text.ts';

const screen = (width: number, coloured = false): Screen => ({
  width,
  paint: paintOf(coloured),
  live: false,
});

interface Row {
  readonly name: string;
  readonly count: string;
}
const columns: readonly Column<Row>[] = [
  { head: 'Name', min: 6, cell: ({ name }) => name },
  { head: 'Count', align: 'right', cell: ({ count }) => count },
  { head: 'Again', align: 'right', drop: 1, cell: ({ count }) => count },
];

describe('a table', () => {
  it('right-aligns numbers, puts totals last below a rule', () => {
    const rows = [
      { name: 'a', count: '5' },
      { name: 'longer', count: '1,234' },
    ];
    expect(renderTable(columns, rows, screen(80), [{ name: 'Total', count: '1,239' }])).toEqual([
      'Name    Count  Again',
      'a           5      5',
      'longer  1,234  1,234',
      '────────────────────',
      'Total   1,239  1,239',
    ]);
  });

  it('cuts names to a readable length, then leaves columns out, then cuts as far as it must', () => {
    const rows = [{ name: 'a-rather-long-name-of-a-model', count: '1,234' }];
    expect(renderTable(columns, rows, screen(38))[1]).toBe('a-rather-long-name-of-a…  1,234  1,234');
    expect(renderTable(columns, rows, screen(29))[1]).toBe('a-rather-long-name-of…  1,234');
    expect(renderTable(columns, rows, screen(13))[1]).toBe('a-rat…  1,234');
  });

  it('fits any width from the least, with any names, and never cuts a number', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            name: fc.string({ unit: 'grapheme', maxLength: 60 }),
            count: fc.stringMatching(/^\d{1,5}$/),
          }),
        ),
        fc.integer({ min: 13, max: 160 }),
        fc.boolean(),
        (rows, width, coloured) => {
          const lines = renderTable(columns, rows, screen(width, coloured), [{ name: 'Total', count: '99' }]);
          for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
          for (const [index, { count }] of rows.entries()) expect(lines[index + 1]).toContain(count);
        },
      ),
    );
  });
});
