import type { SqlTable } from '@meterline/store';
import { plural } from '../render/number.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { SQL, type SqlRow, type SqlTotals } from './kinds/sql.ts';

export interface SqlFacts {
  readonly table: SqlTable;
  readonly zone: string;
  readonly now: number;
}

type Values = SqlTable['rows'][number];

/** The report of `meterline sql`. */
export const sqlReport = ({ table, zone, now }: SqlFacts): Report<SqlRow, SqlTotals> => {
  const notes: readonly Note[] = table.truncated
    ? [{ code: 'rows_omitted', text: 'There are more rows; --limit shows them.' }]
    : [];
  return {
    kind: SQL,
    envelope: envelopeOf(SQL, {
      now,
      zone,
      rows: table.rows.map((values) =>
        Object.fromEntries(table.columns.map((name, index) => [name, withoutNoise(values[index] ?? null)])),
      ),
      totals: { columns: table.columns, rows: table.rows.length, truncated: table.truncated },
      notes,
    }),
    lines: (screen) => sqlLines(table, notes, screen),
  };
};

/** Sums of decimals in SQL end in noise (0.6136024999999999); 15 digits are all that a number holds surely. */
const withoutNoise = (value: Values[number]): Values[number] =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(15)) : value;

const MIN_CELL = 6;

const sqlLines = (table: SqlTable, notes: readonly Note[], screen: Screen): readonly string[] => {
  if (table.rows.length === 0) return [screen.paint.faint('No rows.')];
  const columns: Column<Values>[] = table.columns.map((head, index) => {
    const numeric = table.rows.every((values) => typeof values[index] === 'number' || values[index] === null);
    return {
      head,
      align: numeric ? 'right' : 'left',
      ...(numeric ? {} : { min: MIN_CELL }),
      cell: (values) => cellText(values[index], screen),
    };
  });
  return [
    ...renderTable(columns, table.rows, screen),
    '',
    screen.paint.faint([plural(table.rows.length, 'row'), ...notes.map(({ text }) => text)].join(' · ')),
  ];
};

const cellText = (value: Values[number] | undefined, { paint }: Screen) =>
  value === null || value === undefined
    ? { text: 'null', paint: paint.faint }
    : { text: String(withoutNoise(value)) };
