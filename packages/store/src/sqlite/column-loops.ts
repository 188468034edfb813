import type { DimensionColumn, MeasureColumn } from './segment-format.ts';

/**
 * The loops over the columns of sealed days. Each width has a loop of its own: one loop that meets several kinds of arrays
 * runs a third as fast, and these are where a question about a large ledger spends its time.
 */

/** Adds `column[rows[i]]` to `sums[groups[i]]`, for the first `count` of them. */
export const addRows = (
  sums: Float64Array,
  column: MeasureColumn,
  rows: Int32Array,
  groups: Int32Array,
  count: number,
): void => {
  if (column instanceof Uint8Array) for (let i = 0; i < count; i++) sums[groups[i]!]! += column[rows[i]!]!;
  else if (column instanceof Uint16Array)
    for (let i = 0; i < count; i++) sums[groups[i]!]! += column[rows[i]!]!;
  else if (column instanceof Uint32Array)
    for (let i = 0; i < count; i++) sums[groups[i]!]! += column[rows[i]!]!;
  else for (let i = 0; i < count; i++) sums[groups[i]!]! += column[rows[i]!]!;
};

/** The sum of a stretch of a column. */
export const sumOf = (column: MeasureColumn, from: number, to: number): number => {
  let sum = 0;
  if (column instanceof Uint8Array) for (let row = from; row < to; row++) sum += column[row]!;
  else if (column instanceof Uint16Array) for (let row = from; row < to; row++) sum += column[row]!;
  else if (column instanceof Uint32Array) for (let row = from; row < to; row++) sum += column[row]!;
  else for (let row = from; row < to; row++) sum += column[row]!;
  return sum;
};

/** Numbers the combinations of values: `places[row] × values + code`. */
export const addPlaces = (places: Float64Array, { codes, values }: DimensionColumn): void => {
  const { length } = values;
  if (codes instanceof Uint8Array)
    for (let row = 0; row < places.length; row++) places[row] = places[row]! * length + codes[row]!;
  else if (codes instanceof Uint16Array)
    for (let row = 0; row < places.length; row++) places[row] = places[row]! * length + codes[row]!;
  else for (let row = 0; row < places.length; row++) places[row] = places[row]! * length + codes[row]!;
};

/** The id of each row's value. */
export const idsByRow = ({ codes, values }: DimensionColumn): Uint32Array => {
  const ids = new Uint32Array(codes.length);
  if (codes instanceof Uint8Array) for (let row = 0; row < ids.length; row++) ids[row] = values[codes[row]!]!;
  else if (codes instanceof Uint16Array)
    for (let row = 0; row < ids.length; row++) ids[row] = values[codes[row]!]!;
  else for (let row = 0; row < ids.length; row++) ids[row] = values[codes[row]!]!;
  return ids;
};

/** Leaves 1 in `kept` for rows whose code passes. */
export const keepPassing = (kept: Uint8Array, codes: DimensionColumn['codes'], passes: Uint8Array): void => {
  if (codes instanceof Uint8Array)
    for (let row = 0; row < kept.length; row++) kept[row]! &= passes[codes[row]!]!;
  else if (codes instanceof Uint16Array)
    for (let row = 0; row < kept.length; row++) kept[row]! &= passes[codes[row]!]!;
  else for (let row = 0; row < kept.length; row++) kept[row]! &= passes[codes[row]!]!;
};
