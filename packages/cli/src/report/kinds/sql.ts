import type { ReportKind } from '../envelope.ts';
import { count, list, object, record, type Shape, type TypeOf, text, yes } from '../shape.ts';

const value: Shape<string | number | null> = {
  schema: { type: ['string', 'number', 'null'] },
  leaves: 'one',
};
const row = record(value, 'Column → value.');
const totals = object({
  columns: list(text()),
  rows: count(),
  truncated: yes('More rows exist than --limit gave.'),
});

export type SqlRow = TypeOf<typeof row>;
export type SqlTotals = TypeOf<typeof totals>;

export const SQL: ReportKind<SqlRow, SqlTotals> = {
  name: 'sql',
  about: 'Rows of a read-only SQL statement (`meterline sql`).',
  row,
  totals,
};
