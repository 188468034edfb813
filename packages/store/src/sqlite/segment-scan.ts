import type { Dimension, UsageQuery } from '@meterline/core';
import { type FilterGroup, groupFilters, tagKeyOf } from '../call/dimension-value.ts';
import type { PlanSpan } from '../plan/usage-plan.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import type { Accumulator } from './accumulator.ts';
import { SCOPE_COLUMNS } from './columns.ts';
import { NOT_SET } from './name-table.ts';
import { SEGMENT_PARTS_MAX } from './rollup-deltas.ts';
import { type DimensionColumn, unpackDimension, unpackMeasures } from './segment-format.ts';
import type { Shelf } from './shelf.ts';

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
  query: UsageQuery,
): void => {
  const { connection } = shelf;
  const translate = createTagTranslator(shelf);
  const filters = groupFilters(query.where).map((group) => ({ group, ids: idsOf(shelf, group) }));
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
    addMeasures(accumulator, groups, measures, count);
  }
};

/** The part that holds the number of rows. */
export const ROWS_PART = SEGMENT_PARTS_MAX - 1;

const readPart = (shelf: Shelf, id: number, part: number): Uint8Array =>
  shelf.connection.prepare('SELECT data FROM segment WHERE id = ?').get(id * SEGMENT_PARTS_MAX + part)!
    .data as Uint8Array;

/** Ids of names that a filter lists; a text that the ledger does not know has none. */
const idsOf = (shelf: Shelf, group: FilterGroup): ReadonlySet<number> => {
  const find = shelf.connection.prepare('SELECT id FROM name WHERE text = ?');
  const ids = group.values.map((value) =>
    value === null ? NOT_SET : (find.get(value)?.id as number | undefined),
  );
  return new Set(ids.filter((id) => id !== undefined));
};

/** Value of a tag in a set of tags, both as ids. */
const createTagTranslator = (shelf: Shelf) => {
  const known = new Map<string, number>();
  const find = `SELECT value FROM tag WHERE tag_set = ? AND key = (SELECT id FROM name WHERE text = ?)`;
  return (tag: string, set: number): number => {
    const cacheKey = `${set}:${tag}`;
    let value = known.get(cacheKey);
    if (value === undefined) {
      value = (shelf.connection.prepare(find).get(set, tag)?.value as number | undefined) ?? NOT_SET;
      known.set(cacheKey, value);
    }
    return value;
  };
};

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

const addMeasures = (accumulator: Accumulator, groups: Int32Array, data: Uint8Array, count: number): void => {
  unpackMeasures(data, count).forEach((column, measure) => {
    if (column === undefined) return;
    const sums = accumulator.sumsOf(measure);
    for (let row = 0; row < count; row++) {
      const group = groups[row]!;
      if (group !== LEFT_OUT) sums[group]! += column[row]!;
    }
  });
};
