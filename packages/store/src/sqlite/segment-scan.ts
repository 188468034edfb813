import type { PlanSpan, SegmentLevel } from '../plan/usage-plan.ts';
import type { MeasureSet } from '../totals/rollup-measures.ts';
import type { Accumulator } from './accumulator.ts';
import { addPlaces, addRows, sumOf } from './column-loops.ts';
import { createColumnReader, type DayColumns, readFineRows, spansByDay } from './day-columns.ts';
import { type MeasureColumn, unpackMeasures } from './segment-format.ts';
import { measuresPart, readPart, sealedId } from './segment-parts.ts';
import type { Shelf } from './shelf.ts';
import type { SumQuery } from './sum-up.ts';

/**
 * Adds sealed days or parts of them. Of each day only the dimensions that the query names are read, and the measures.
 * They are looked at once for each row of the day; what is left for each row by hour or quarter is two looks into arrays
 * and one addition for each measure.
 */
export const scanSegments = (
  shelf: Shelf,
  accumulator: Accumulator,
  level: SegmentLevel,
  spans: readonly PlanSpan[],
  query: SumQuery,
  set: MeasureSet,
): void => {
  const readDay = createDayReader(shelf, query);
  for (const [start, ofDay] of spansByDay(shelf, spans)) {
    const id = sealedId(shelf.connection, start)!;
    const day = readDay(id);
    const read = (part: number): Uint8Array => readPart(shelf, id, level, part);
    const measures = (rows: number) =>
      unpackMeasures(read(measuresPart(set)), rows, set.kept.length).slice(0, set.names.length);
    if (level === 'segment') {
      const groups = createGroups(accumulator, day, day.combinations.length);
      for (const [cell] of ofDay) groups.addRows(cell, undefined, 0, day.combinations.length);
      groups.sum(() => measures(day.combinations.length));
      continue;
    }
    const { dayRows, rowAt } = readFineRows(shelf, id, level, start);
    const groups = createGroups(accumulator, day, dayRows.length);
    for (const [cell, from, to] of ofDay) groups.addRows(cell, dayRows, rowAt(from), rowAt(to));
    groups.sum(() => measures(dayRows.length));
  }
};

/** The rows of a day as the query sees them. */
interface DayRows {
  /** Which combination of values each row has; `LEFT_OUT` where a filter does not hold. */
  readonly combinations: Int32Array;
  /** How many there are. */
  readonly size: number;
  /** Their ids of names, one combination after the other. */
  readonly ids: Uint32Array;
  /** Dimensions: ids of each. */
  readonly width: number;
  /** All rows have the same: those of an interval are added as they lie. */
  readonly isPlain: boolean;
}

const LEFT_OUT = -1;

/** Beyond this many combinations of a day's values a map is smaller than a table of all of them. */
const TABLE_MAX = 1 << 20;

const createDayReader = (shelf: Shelf, query: SumQuery) => {
  const readColumns = createColumnReader(shelf, query);
  let table = new Int32Array(0);
  return (id: number): DayRows => {
    const day = readColumns(id);
    const possible = day.columns.reduce((product, { values }) => product * values.length, 1);
    if (possible > table.length && possible <= TABLE_MAX) table = new Int32Array(possible);
    return combine(day, possible <= TABLE_MAX ? table : undefined);
  };
};

/** @param table Has a 0 for each combination of the day's values that is possible, and is left so. */
const combine = ({ columns, kept, count }: DayColumns, table: Int32Array | undefined): DayRows => {
  const combinations = new Int32Array(count);
  const width = columns.length;
  if (width === 0 && kept === undefined)
    return { combinations, size: 1, ids: new Uint32Array(0), width, isPlain: true };
  const places = new Float64Array(count);
  for (const column of columns) addPlaces(places, column);
  const used =
    table === undefined
      ? numberByMap(places, kept, combinations)
      : numberByTable(places, kept, combinations, table);
  const isPlain = used.length === 1 && (kept === undefined || !combinations.includes(LEFT_OUT));
  return { combinations, size: used.length, ids: idsOfPlaces(used, columns), width, isPlain };
};

/** Numbers the places that occur by their first row; gives them in that order. */
const numberByTable = (
  places: Float64Array,
  kept: Uint8Array | undefined,
  combinations: Int32Array,
  table: Int32Array,
): readonly number[] => {
  const used: number[] = [];
  for (let row = 0; row < places.length; row++) {
    if (kept !== undefined && kept[row] === 0) {
      combinations[row] = LEFT_OUT;
      continue;
    }
    const place = places[row]!;
    if (table[place] === 0) table[place] = used.push(place);
    combinations[row] = table[place]! - 1;
  }
  for (const place of used) table[place] = 0;
  return used;
};

const numberByMap = (
  places: Float64Array,
  kept: Uint8Array | undefined,
  combinations: Int32Array,
): readonly number[] => {
  const numbers = new Map<number, number>();
  for (let row = 0; row < places.length; row++) {
    const place = places[row]!;
    const isKept = kept === undefined || kept[row] !== 0;
    if (isKept && !numbers.has(place)) numbers.set(place, numbers.size);
    combinations[row] = isKept ? numbers.get(place)! : LEFT_OUT;
  }
  return [...numbers.keys()];
};

/** Undoes what `addPlaces` did. */
const idsOfPlaces = (places: readonly number[], columns: DayColumns['columns']): Uint32Array => {
  const width = columns.length;
  const ids = new Uint32Array(places.length * width);
  const left = Float64Array.from(places);
  for (let i = width - 1; i >= 0; i--) {
    const { values } = columns[i]!;
    for (let at = 0; at < left.length; at++) {
      const place = left[at]!;
      ids[at * width + i] = values[place % values.length]!;
      left[at] = Math.floor(place / values.length);
    }
  }
  return ids;
};

/** Collects which rows go into which group of the accumulator, then adds them measure by measure. */
const createGroups = (
  accumulator: Accumulator,
  { combinations, size, ids, width, isPlain }: DayRows,
  rowsMax: number,
) => {
  const runs: { readonly group: number; readonly from: number; readonly to: number }[] = [];
  const rows = new Int32Array(isPlain ? 0 : rowsMax);
  const groups = new Int32Array(rows.length);
  let count = 0;
  return {
    /** Adds rows `from` up to `to` under an interval; `dayRows` says which row of the day each of them is of. */
    addRows: (cell: number, dayRows: Uint32Array | undefined, from: number, to: number): void => {
      if (from >= to) return;
      if (isPlain) {
        runs.push({ group: accumulator.groupOf(cell, ids), from, to });
        return;
      }
      const groupOf = new Int32Array(size).fill(LEFT_OUT);
      for (let row = from; row < to; row++) {
        const combination = combinations[dayRows === undefined ? row : dayRows[row]!]!;
        if (combination === LEFT_OUT) continue;
        if (groupOf[combination] === LEFT_OUT)
          groupOf[combination] = accumulator.groupOf(cell, ids, combination * width);
        rows[count] = row;
        groups[count++] = groupOf[combination]!;
      }
    },
    /** @param read Gives the measures' columns; not called where no row passed. */
    sum: (read: () => readonly (MeasureColumn | undefined)[]): void => {
      if (count + runs.length === 0) return;
      read().forEach((column, measure) => {
        if (column === undefined) return;
        const sums = accumulator.sumsOf(measure);
        for (const { group, from, to } of runs) sums[group]! += sumOf(column, from, to);
        addRows(sums, column, rows, groups, count);
      });
    },
  };
};
