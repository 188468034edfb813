import { Buffer } from 'node:buffer';
import { BUCKET_MS } from '../totals/bucket.ts';
import { ROLLUP_MEASURES } from '../totals/rollup-measures.ts';
import { placeholders } from './columns.ts';
import { SEGMENT_PARTS_MAX } from './rollup-deltas.ts';
import { packDimension, packMeasures } from './segment-format.ts';
import { ROWS_PART, SEGMENT_COLUMNS } from './segment-scan.ts';
import type { Shelf } from './shelf.ts';

const ROWS = `SELECT ${[...SEGMENT_COLUMNS.map((c) => `s.${c} AS s_${c}`), ...ROLLUP_MEASURES.map((m) => `CAST(r.${m} AS REAL) AS ${m}`)].join(', ')}
  FROM day_total r CROSS JOIN scope s ON s.id = r.scope WHERE r.day = ?`;

/** Copies a day into columns, inside the caller's write transaction. A day that changes loses its copy (`unseal`). */
export const sealDay = (shelf: Shelf, dayStart: number): void => {
  const { connection } = shelf;
  const day = Math.floor(dayStart / BUCKET_MS);
  const rows = connection.prepare(ROWS).all(day);
  const added = connection.prepare('INSERT OR IGNORE INTO sealed_day (day) VALUES (?)').run(day);
  if (added.changes === 0) return;
  const id = Number(added.lastInsertRowid) * SEGMENT_PARTS_MAX;
  const write = connection.prepare(`INSERT INTO segment VALUES (${placeholders(2)})`);
  write.run(id, packMeasures(rows.map((row) => ROLLUP_MEASURES.map((measure) => row[measure] as number))));
  SEGMENT_COLUMNS.forEach((column, i) => {
    write.run(id + 1 + i, packDimension(rows.map((row) => row[`s_${column}`] as number)));
  });
  write.run(id + ROWS_PART, Buffer.from(Uint32Array.of(rows.length).buffer));
};
