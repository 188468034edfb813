import { Buffer } from 'node:buffer';
import { BUCKET_MS } from '../totals/bucket.ts';
import { MEASURES } from '../totals/measures.ts';
import { ROLLUP_MEASURES } from '../totals/rollup-measures.ts';
import type { Connection } from './connection.ts';
import { packDimension, packMeasures } from './segment-format.ts';
import {
  DAY_ROW_PART,
  FIRST_DIMENSION_PART,
  LAPSE_PART,
  partId,
  QUARTERS,
  ROWS_PART,
  SEGMENT_COLUMNS,
  USAGE_PART,
} from './segment-parts.ts';
import type { Shelf } from './shelf.ts';

const SUMS = ROLLUP_MEASURES.map((name) => `CAST(r.${name} AS REAL)`).join(', ');
const DAY_ROWS = `SELECT r.scope, ${SUMS}, ${SEGMENT_COLUMNS.map((name) => `s.${name}`).join(', ')}
  FROM day_total r CROSS JOIN scope s ON s.id = r.scope WHERE r.day = ?`;
const QUARTER_ROWS = `SELECT r.bucket, r.scope, ${SUMS} FROM quarter_total r WHERE r.bucket >= ? AND r.bucket < ?
  ORDER BY r.bucket`;

/** Copies a day into columns, inside the caller's write transaction. A day that changes loses its copy (`unseal`). */
export const sealDay = (shelf: Shelf, dayStart: number): void => {
  const { connection } = shelf;
  const day = Math.floor(dayStart / BUCKET_MS);
  const end = Math.floor(shelf.nextDay(dayStart) / BUCKET_MS);
  const added = connection.prepare('INSERT OR IGNORE INTO sealed_day (day) VALUES (?)').run(day);
  if (added.changes === 0) return;
  const id = Number(added.lastInsertRowid);
  const rows = rowsOf(connection, DAY_ROWS, day);
  const quarters = rowsOf(connection, QUARTER_ROWS, day, end);
  const write = writerOf(connection, id);
  writeDay(write, rows);
  const dayRowOf = new Map(rows.map(([scope], row) => [scope!, row]));
  for (const level of ['segment_hours', 'segment_quarters'] as const) {
    const sums = sumsBy(quarters, day, QUARTERS[level], dayRowOf);
    writeSums(write, level, sums.columns);
    write(level, ROWS_PART, bytesOf(sums.begins(Math.ceil((end - day) / QUARTERS[level]))));
    write(level, DAY_ROW_PART, bytesOf(Uint32Array.from(sums.dayRows)));
  }
};

type Row = readonly number[];

const rowsOf = (connection: Connection, sql: string, ...params: readonly number[]): readonly Row[] => {
  const statement = connection.prepare(sql);
  statement.setReturnArrays(true);
  return statement.all(...params) as unknown as readonly Row[];
};

type Write = (level: Parameters<typeof partId>[1], part: number, data: Uint8Array) => void;

const writerOf = (connection: Connection, id: number): Write => {
  const insert = connection.prepare('INSERT INTO segment VALUES (?, ?)');
  return (level, part, data) => {
    insert.run(partId(id, level, part), data);
  };
};

const bytesOf = ({ buffer }: Uint32Array): Uint8Array => Buffer.from(buffer);

const writeDay = (write: Write, rows: readonly Row[]): void => {
  writeSums(
    write,
    'segment',
    ROLLUP_MEASURES.map((_, measure) => rows.map((row) => row[1 + measure]!)),
  );
  write('segment', ROWS_PART, bytesOf(Uint32Array.of(rows.length)));
  SEGMENT_COLUMNS.forEach((_, i) => {
    const ids = rows.map((row) => row[1 + ROLLUP_MEASURES.length + i]!);
    write('segment', FIRST_DIMENSION_PART + i, packDimension(ids));
  });
};

const writeSums = (
  write: Write,
  level: Parameters<Write>[0],
  columns: readonly (readonly number[])[],
): void => {
  write(level, USAGE_PART, packMeasures(columns.slice(0, MEASURES.length)));
  write(level, LAPSE_PART, packMeasures(columns.slice(MEASURES.length)));
};

/** The sums of a day by slots of so many quarters and by row of the day, in the order of the slots. */
const sumsBy = (
  quarters: readonly Row[],
  day: number,
  size: number,
  dayRowOf: ReadonlyMap<number, number>,
) => {
  const columns: number[][] = ROLLUP_MEASURES.map(() => []);
  const dayRows: number[] = [];
  const slots: number[] = [];
  let rowOf = new Map<number, number>();
  for (const [bucket, scope, ...sums] of quarters) {
    const slot = Math.floor((bucket! - day) / size);
    if (slots.at(-1) !== slot) rowOf = new Map();
    const dayRow = dayRowOf.get(scope!)!;
    let row = rowOf.get(dayRow);
    if (row === undefined) {
      row = dayRows.push(dayRow) - 1;
      rowOf.set(dayRow, row);
      slots.push(slot);
    }
    for (let measure = 0; measure < columns.length; measure++)
      columns[measure]![row] = (columns[measure]![row] ?? 0) + sums[measure]!;
  }
  return {
    columns,
    dayRows,
    /** The first row of each slot, and behind the last. */
    begins: (count: number): Uint32Array => {
      const begins = new Uint32Array(count + 1);
      for (const slot of slots) begins[slot + 1]! += 1;
      for (let slot = 0; slot < count; slot++) begins[slot + 1]! += begins[slot]!;
      return begins;
    },
  };
};
