import type { MeasureColumn } from './segment-format.ts';

/**
 * Adding up columns. Each width has a loop of its own: one loop that meets several kinds of arrays runs a third as fast.
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
