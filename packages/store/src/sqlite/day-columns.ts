import type { Dimension } from '@meterline/core';
import { groupFilters, tagKeyOf } from '../call/dimension-value.ts';
import type { PlanSpan, SegmentLevel } from '../plan/usage-plan.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import { keepPassing } from './column-loops.ts';
import { createTagTranslator, idsOf } from './filter-ids.ts';
import { type DimensionColumn, unpackDimension } from './segment-format.ts';
import {
  DAY_ROW_PART,
  FIRST_DIMENSION_PART,
  numbersOf,
  QUARTERS,
  ROWS_PART,
  readPart,
  SEGMENT_COLUMNS,
} from './segment-parts.ts';
import type { Shelf } from './shelf.ts';
import type { SumQuery } from './sum-up.ts';

/** What a query reads of the rows of a sealed day. */
export interface DayColumns {
  /** Rows. */
  readonly count: number;
  /** The dimensions that it groups by. */
  readonly columns: readonly DimensionColumn[];
  /** 1 by row where all filters hold; undefined without filters. */
  readonly kept: Uint8Array | undefined;
}

/** Gives the columns of a sealed day by its number; of each day only the dimensions that the query names are read. */
export const createColumnReader = (shelf: Shelf, { by, where }: SumQuery) => {
  const { connection } = shelf;
  const translate = createTagTranslator(connection);
  const filters = groupFilters(where).map((group) => ({ group, ids: idsOf(connection, group) }));
  return (id: number): DayColumns => {
    const column = (dimension: Dimension): DimensionColumn => {
      const tag = tagKeyOf(dimension);
      const place = SEGMENT_COLUMNS.indexOf(tag === undefined ? (dimension as 'model') : 'tag_set');
      const read = unpackDimension(readPart(shelf, id, 'segment', FIRST_DIMENSION_PART + place));
      return tag === undefined
        ? read
        : { codes: read.codes, values: read.values.map((tags) => translate(tag, tags)) };
    };
    const count = numbersOf(readPart(shelf, id, 'segment', ROWS_PART))[0]!;
    const masks = filters.map(({ group, ids }) => maskOf(column(group.dimension), group.op, ids));
    return { count, columns: by.map(column), kept: keptBy(masks, count) };
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

const keptBy = (masks: readonly Mask[], count: number): Uint8Array | undefined => {
  if (masks.length === 0) return undefined;
  const kept = new Uint8Array(count).fill(1);
  for (const { codes, passes } of masks) keepPassing(kept, codes, passes);
  return kept;
};

/** The rows of a sealed day by hour or quarter, in the order of time. */
export interface FineRows {
  /** Which row of the whole day each of them is a part of. */
  readonly dayRows: Uint32Array;
  /** The first row that starts at an instant or later. */
  readonly rowAt: (instant: number) => number;
}

/** @param start Of the day, UTC milliseconds. */
export const readFineRows = (
  shelf: Shelf,
  id: number,
  level: Exclude<SegmentLevel, 'segment'>,
  start: number,
): FineRows => {
  const begins = numbersOf(readPart(shelf, id, level, ROWS_PART));
  const step = BUCKET_MS * QUARTERS[level];
  return {
    dayRows: numbersOf(readPart(shelf, id, level, DAY_ROW_PART)),
    rowAt: (instant) => begins[Math.min(begins.length - 1, Math.ceil((instant - start) / step))]!,
  };
};

/** Each span lies in one day; those of a day follow each other. */
export const spansByDay = (
  shelf: Shelf,
  spans: readonly PlanSpan[],
): ReadonlyMap<number, readonly PlanSpan[]> => {
  const days = new Map<number, PlanSpan[]>();
  for (const span of spans) {
    const day = shelf.dayOf(span[1]);
    const known = days.get(day);
    if (known === undefined) days.set(day, [span]);
    else known.push(span);
  }
  return days;
};
