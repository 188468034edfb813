import { startOfInterval } from '@meterline/core';
import { arrangeLapses } from '../query/arrange-lapses.ts';
import type { LapseQuery, LapseResult, LapseRow } from '../store.ts';
import { addLapse, LAPSE_MEASURES, noLapses, toLapseTotals } from '../totals/lapse-measures.ts';
import { LAPSE_SET } from '../totals/rollup-measures.ts';
import { dimensionSql, filterSql } from './filter-sql.ts';
import type { LapseChange } from './find-lapses.ts';
import { changesOf, waitingSessions } from './settle-lapses.ts';
import type { Shelf } from './shelf.ts';
import {
  createSumsReader,
  foundGroups,
  largestGroups,
  rowOf,
  type Summed,
  sumUp,
  totalSums,
} from './sum-up.ts';

/** Answers a query for lapses, in one read transaction of the caller: what is stored, and what still waits to be. */
export const readLapses = (shelf: Shelf, query: LapseQuery): LapseResult => {
  const summed = withChanges(
    shelf,
    sumUp(shelf, query, LAPSE_SET),
    changesOf(shelf.connection, waitingSessions(shelf.connection)),
    query,
  );
  const { accumulator } = summed;
  const found = foundGroups(accumulator);
  const measures = LAPSE_MEASURES.length;
  const size = LAPSE_MEASURES.indexOf('lapsed_tokens');
  const sumsOf = createSumsReader(accumulator, measures);
  const rows = largestGroups(accumulator, found, size, query.limit).map(
    (group): LapseRow => ({
      ...rowOf(shelf, summed, query, group),
      ...toLapseTotals(sumsOf(group)),
    }),
  );
  const result = arrangeLapses(rows, toLapseTotals(totalSums(accumulator, measures, found)), query);
  return { ...result, omittedRows: found.length - result.rows.length };
};

const withChanges = (
  shelf: Shelf,
  { cells: known, accumulator }: Summed,
  changes: readonly LapseChange[],
  query: LapseQuery,
): Summed => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, interval, zone } = query;
  const cells = [...known];
  const idsOf = createScopeReader(shelf, query);
  const cellOf = (at: number): number => {
    const start = interval === undefined ? null : startOfInterval(at, interval, zone);
    const cell = cells.indexOf(start);
    return cell === -1 ? cells.push(start) - 1 : cell;
  };
  for (const { at, scope, old, now } of changes) {
    const ids = at >= from && at < to ? idsOf(scope) : undefined;
    if (ids === undefined) continue;
    const sums = noLapses();
    if (old !== undefined) addLapse(sums, { lapsedTokens: old.tokens, isWithinHour: old.withinHour }, -1);
    if (now !== undefined) addLapse(sums, { lapsedTokens: now.tokens, isWithinHour: now.withinHour }, 1);
    const group = accumulator.groupOf(cellOf(at), ids);
    sums.forEach((sum, measure) => {
      accumulator.sumsOf(measure)[group]! += sum;
    });
  }
  return { cells, accumulator };
};

/** The dimension values of a scope as the query asks for them; `undefined` where it does not satisfy the filters. */
const createScopeReader = (shelf: Shelf, { by, where }: LapseQuery) => {
  const dimensions = by.map(dimensionSql);
  const filter = filterSql(where);
  const columns = ['1 AS found', ...dimensions.map(({ sql }, i) => `${sql} AS d${i}`)].join(', ');
  const sql = `SELECT ${columns} FROM scope s WHERE s.id = ?${where.length > 0 ? ` AND ${filter.sql}` : ''}`;
  const known = new Map<number, readonly number[] | undefined>();
  return (scope: number): readonly number[] | undefined => {
    if (known.has(scope)) return known.get(scope);
    const params = [...dimensions.flatMap(({ params }) => params), scope, ...filter.params];
    const row = shelf.connection.prepare(sql).get(...params);
    const ids = row && by.map((_, i) => row[`d${i}`] as number);
    known.set(scope, ids);
    return ids;
  };
};
