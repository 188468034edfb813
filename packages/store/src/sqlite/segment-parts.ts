import type { SegmentLevel } from '../plan/usage-plan.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import { LAPSE_SET, type MeasureSet } from '../totals/rollup-measures.ts';
import { SCOPE_COLUMNS } from './columns.ts';
import type { Connection } from './connection.ts';
import type { Shelf } from './shelf.ts';

/**
 * A sealed day as rows of `segment`: the rows of `day_total`, and the same sums by hour and by quarter of an hour. Those
 * have no dimensions of their own: each of their rows says which row of the day it is a part of.
 *
 *     id = sealed_day.id * 256 + 64 × level + part
 *
 *     whole day   0 usage │ 1 lapses │ 2 number of rows │ 3 … dimensions
 *     hours       0 usage │ 1 lapses │ 2 where each hour begins │ 3 row of the day, for each row
 *     quarters    the same
 */
export const SEGMENT_COLUMNS = [...SCOPE_COLUMNS, 'tag_set'] as const;

export const USAGE_PART = 0;
export const LAPSE_PART = 1;
export const ROWS_PART = 2;
export const DAY_ROW_PART = 3;
export const FIRST_DIMENSION_PART = 3;

const PARTS_MAX = 64;
const IDS_OF_A_DAY = 256;
const LEVELS: readonly SegmentLevel[] = ['segment', 'segment_hours', 'segment_quarters'];

/** Quarters of an hour that a row of the finer levels stands for. */
export const QUARTERS = { segment_hours: 4, segment_quarters: 1 } as const;

export const measuresPart = (set: MeasureSet): number => (set === LAPSE_SET ? LAPSE_PART : USAGE_PART);

export const partId = (day: number, level: SegmentLevel, part: number): number =>
  day * IDS_OF_A_DAY + LEVELS.indexOf(level) * PARTS_MAX + part;

/** The number under which a day is sealed; `undefined` if it is not. */
export const sealedId = (connection: Connection, dayStart: number): number | undefined =>
  connection.prepare('SELECT id FROM sealed_day WHERE day = ?').get(dayStart / BUCKET_MS)?.id as
    | number
    | undefined;

export const readPart = (
  { connection, parts }: Pick<Shelf, 'connection' | 'parts'>,
  day: number,
  level: SegmentLevel,
  part: number,
): Uint8Array => {
  const id = partId(day, level, part);
  return parts.get(
    id,
    () => connection.prepare('SELECT data FROM segment WHERE id = ?').get(id)!.data as Uint8Array,
  );
};

/** Removes the copy of a day that changed (as its first quarter of an hour). */
export const unseal = (connection: Connection, day: number): void => {
  const row = connection.prepare('DELETE FROM sealed_day WHERE day = ? RETURNING id').get(day);
  if (row === undefined) return;
  const first = (row.id as number) * IDS_OF_A_DAY;
  connection.prepare('DELETE FROM segment WHERE id BETWEEN ? AND ?').run(first, first + IDS_OF_A_DAY - 1);
};

/** A part that is a list of numbers. */
export const numbersOf = (data: Uint8Array): Uint32Array =>
  new Uint32Array(data.buffer, data.byteOffset, data.byteLength / Uint32Array.BYTES_PER_ELEMENT);
