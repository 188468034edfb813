import type { Dimension } from '@meterline/core';
import { groupFilters, tagKeyOf } from '../call/dimension-value.ts';
import type { PlanSpan } from '../plan/usage-plan.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import type { MeasureSet } from '../totals/rollup-measures.ts';
import type { Accumulator } from './accumulator.ts';
import { SCOPE_COLUMNS } from './columns.ts';
import { createTagTranslator, idsOf } from './filter-ids.ts';
import { SEGMENT_PARTS_MAX } from './rollup-deltas.ts';
import {
  type DimensionColumn,
  type MeasureColumn,
  unpackDimension,
  unpackMeasures,
} from './segment-format.ts';
import type { Shelf } from './shelf.ts';
import type { SumQuery } from './sum-up.ts';

/** Columns of a sealed day: the dimensions of a scope and its set of tags. Part 0 holds the measures. */
export const SEGMENT_COLUMNS = [...SCOPE_COLUMNS, 'tag_set'] as const;

/**
 * Adds whole sealed days. Each day is read column by column: only the dimensions that the query names, and the
 * measures. Per row there is one look into an array for each dimension, and one addition for each measure.
 */
export const scanSegments = (
  shelf: Shelf,
  accumulator: Accumulator,
  days: readonly PlanSpan[],
  query: SumQuery,
  set: MeasureSet,
): void => {
  const { connection } = shelf;
  const translate = createTagTranslator(connection);
  const filters = groupFilters(query.where).map((group) => ({ group, ids: idsOf(connection, group) }));
  for (const [cell, day] of days) {
    const { id } = connection.prepare('SELECT id FROM sealed_day WHERE day = ?').get(day / BUCKET_MS) as {
      id: number;
    };
    const column = (dimension: Dimension): DimensionColumn => {
      const tag = tagKeyOf(dimension);
      const part = 1 + SEGMENT_COLUMNS.indexOf(tag === undefined ? (dimension as 'model') : 'tag_set');
      const read = unpackDimension(readPart(shelf, id, part));
      return tag === undefined
        ? read
        : { codes: read.codes, values: read.values.map((set) => translate(tag, set)) };
    };
    const measures = readPart(shelf, id, 0);
    const rows = readPart(shelf, id, ROWS_PART);
    const count = new Uint32Array(rows.buffer, rows.byteOffset, 1)[0]!;
    const masks = filters.map(({ group, ids }) => maskOf(column(group.dimension), group.op, ids));
    const groups = groupRows(accumulator, cell, query.by.map(column), masks, count);
    addMeasures(accumulator, groups, unpackMeasures(measures, count), set);
  }
};

/** The part that holds the number of rows. */
export const ROWS_PART = SEGMENT_PARTS_MAX - 1;

const readPart = (shelf: Shelf, id: number, part: number): Uint8Array =>
  shelf.connection.prepare('SELECT data FROM segment WHERE id = ?').get(id * SEGMENT_PARTS_MAX + part)!
    .data as Uint8Array;

interface Mask {
  readonly codes: DimensionColumn['codes'];
  /** 1 by code where rows pass. */
  readonly passes: Uint8Array;
}

const maskOf = (column: DimensionColumn, op: '=' | '!=', ids: ReadonlySet<number>): Mask => ({
  codes: column.codes,
  passes: Uint8Array.from(column.values, (id) => (ids.has(id) === (op === '=') ? 1 : 0)),
});

const LEFT_OUT = -1;
/** Beyond this many combinations of a day's values a map is smaller than a table of all of them. */
const TABLE_MAX = 1 << 20;

/** The accumulator's group of each row; `LEFT_OUT` where a filter does not hold. */
const groupRows = (
  accumulator: Accumulator,
  cell: number,
  columns: readonly DimensionColumn[],
  masks: readonly Mask[],
  count: number,
): Int32Array => {
  const combinations = columns.reduce((product, { values }) => product * values.length, 1);
  const table = combinations <= TABLE_MAX ? new Int32Array(combinations).fill(LEFT_OUT) : undefined;
  const groups = new Int32Array(count);
  const ids = columns.map(() => 0);
  for (let row = 0; row < count; row++) {
    if (!masks.every((mask) => mask.passes[mask.codes[row]!] === 1)) {
      groups[row] = LEFT_OUT;
      continue;
    }
    let place = 0;
    for (const { codes, values } of columns) place = place * values.length + codes[row]!;
    let group = table === undefined ? LEFT_OUT : table[place]!;
    if (group === LEFT_OUT) {
      for (let i = 0; i < columns.length; i++) ids[i] = columns[i]!.values[columns[i]!.codes[row]!]!;
      group = accumulator.groupOf(cell, ids);
      if (table !== undefined) table[place] = group;
    }
    groups[row] = group;
  }
  return groups;
};

const addMeasures = (
  accumulator: Accumulator,
  groups: Int32Array,
  columns: readonly (MeasureColumn | undefined)[],
  { first, names }: MeasureSet,
): void => {
  columns.slice(first, first + names.length).forEach((column, measure) => {
    if (column === undefined) return;
    const sums = accumulator.sumsOf(measure);
    for (let row = 0; row < groups.length; row++) {
      const group = groups[row]!;
      if (group !== LEFT_OUT) sums[group]! += column[row]!;
    }
  });
};
