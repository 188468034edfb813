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
  /** The ids of names of each combination. */
  readonly ids: readonly (readonly number[])[];
  /** All rows have the same: those of an interval are added as they lie. */
  readonly isPlain: boolean;
}

const LEFT_OUT = -1;

const createDayReader = (shelf: Shelf, query: SumQuery) => {
  const readColumns = createColumnReader(shelf, query);
  const places = createPlaces();
  return (id: number): DayRows => combine(places, readColumns(id));
};

const combine = (known: ReturnType<typeof createPlaces>, { columns, kept, count }: DayColumns): DayRows => {
  if (columns.length === 0 && kept === undefined)
    return { combinations: new Int32Array(count), ids: [[]], isPlain: true };
  const places = new Float64Array(count);
  for (const column of columns) addPlaces(places, column);
  known.start(columns.reduce((product, { values }) => product * values.length, 1));
  const combinations = new Int32Array(count).fill(LEFT_OUT);
  const ids: number[][] = [];
  for (let row = 0; row < count; row++) {
    if (kept?.[row] === 0) continue;
    const place = places[row]!;
    let combination = known.get(place);
    if (combination === LEFT_OUT) {
      combination = ids.push(columns.map(({ codes, values }) => values[codes[row]!]!)) - 1;
      known.set(place, combination);
    }
    combinations[row] = combination;
  }
  return { combinations, ids, isPlain: ids.length === 1 && !combinations.includes(LEFT_OUT) };
};

/** Beyond this many combinations of a day's values a map is smaller than a table of all of them. */
const TABLE_MAX = 1 << 20;

/** From the number of a combination of values to its place among those that a day has. Used for one day after the other. */
const createPlaces = () => {
  let table = new Int32Array(0);
  const map = new Map<number, number>();
  const used: number[] = [];
  return {
    get: (place: number): number => (place < table.length ? table[place]! - 1 : (map.get(place) ?? LEFT_OUT)),
    set: (place: number, combination: number): void => {
      if (place >= table.length) {
        map.set(place, combination);
        return;
      }
      table[place] = combination + 1;
      used.push(place);
    },
    /** Forgets the day before, and makes room for as many as the next one can have. */
    start: (possible: number): void => {
      map.clear();
      for (const place of used) table[place] = 0;
      used.length = 0;
      if (possible > table.length) table = new Int32Array(Math.min(possible, TABLE_MAX));
    },
  };
};

/** Collects which rows go into which group of the accumulator, then adds them measure by measure. */
const createGroups = (accumulator: Accumulator, { combinations, ids, isPlain }: DayRows, size: number) => {
  const runs: { readonly group: number; readonly from: number; readonly to: number }[] = [];
  const rows = new Int32Array(isPlain ? 0 : size);
  const groups = new Int32Array(rows.length);
  let count = 0;
  return {
    /** Adds rows `from` up to `to` under an interval; `dayRows` says which row of the day each of them is of. */
    addRows: (cell: number, dayRows: Uint32Array | undefined, from: number, to: number): void => {
      if (from >= to) return;
      if (isPlain) {
        runs.push({ group: accumulator.groupOf(cell, ids[0]!), from, to });
        return;
      }
      const groupOf = new Int32Array(ids.length).fill(LEFT_OUT);
      for (let row = from; row < to; row++) {
        const combination = combinations[dayRows === undefined ? row : dayRows[row]!]!;
        if (combination === LEFT_OUT) continue;
        if (groupOf[combination] === LEFT_OUT)
          groupOf[combination] = accumulator.groupOf(cell, ids[combination]!);
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
