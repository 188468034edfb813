import type { UsageQuery } from '@meterline/core';
import { groupFilters } from '../call/dimension-value.ts';
import {
  type PlanFacts,
  type PlannedQuery,
  type PlanPiece,
  type PlanSpan,
  planUsage,
  type SegmentLevel,
} from '../plan/usage-plan.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import type { MeasureSet } from '../totals/rollup-measures.ts';
import { type Accumulator, createAccumulator } from './accumulator.ts';
import type { Sql } from './filter-sql.ts';
import { scanSegments } from './segment-scan.ts';
import { fewSessions, sessionDaysSql } from './session-days.ts';
import type { Shelf } from './shelf.ts';
import { usageSql } from './usage-sql.ts';

/** What is grouped by and filtered. */
export type SumQuery = Pick<UsageQuery, 'by' | 'where'>;

export interface Summed {
  /** Starts of the intervals by cell; `null` without an interval. */
  readonly cells: readonly (number | null)[];
  readonly accumulator: Accumulator;
}

/**
 * Sums a set of measures from the tables that the plan names, in one read transaction of the caller.
 *
 * @param onSealed Is given what lies in sealed days, instead of its being summed, where no sums of it are needed.
 */
export const sumUp = (
  shelf: Shelf,
  query: SumQuery & PlannedQuery,
  set: MeasureSet,
  onSealed?: OnSealed,
): Summed => {
  shelf.zone();
  const sealed = sealedDays(shelf);
  const facts = planFactsOf(shelf, daysOf(shelf, query));
  const plan = planUsage(query, { ...facts, isSealed: (day) => sealed.has(day) });
  const accumulator = createAccumulator(set.names.length, query.by.length);
  const summing = { shelf, accumulator, query, set, sessions: fewSessions(shelf, query) };
  for (const piece of plan.pieces) {
    if (onSealed !== undefined && isSegment(piece.level)) giveSealed(summing, piece, piece.level, onSealed);
    else addPiece(summing, piece);
  }
  return { cells: plan.cells, accumulator };
};

type OnSealed = (level: SegmentLevel, span: PlanSpan) => void;

/** Where the range ends in the middle of a quarter of an hour, calls are taken off it again: that one is summed. */
const giveSealed = (summing: Summing, piece: PlanPiece, level: SegmentLevel, onSealed: OnSealed): void => {
  const { to = Number.POSITIVE_INFINITY } = summing.query;
  for (const span of piece.spans) {
    const [cell, from, end] = span;
    if (end <= to) {
      onSealed(level, span);
      continue;
    }
    const last = Math.floor(to / BUCKET_MS) * BUCKET_MS;
    if (last > from) onSealed('segment_quarters', [cell, from, last]);
    addPiece(summing, { ...piece, level: 'segment_quarters', spans: [[cell, last, end]] });
  }
};

/** What the planner must know of the ledger, but for its sealed days. */
export const planFactsOf = (shelf: Shelf, days: readonly number[]): Omit<PlanFacts, 'isSealed'> => ({
  zone: shelf.zone(),
  days,
  nextDay: shelf.nextDay,
  hasCalls: (from, to) =>
    shelf.connection.prepare(ANY_CALL).get(from / BUCKET_MS, to / BUCKET_MS) !== undefined,
});

/** The days that may hold what is asked for. A session's calls are only looked for where it has some. */
const daysOf = (shelf: Shelf, { from, to, where }: SumQuery & PlannedQuery): readonly number[] => {
  const sessions = groupFilters(where).find(({ dimension, op }) => dimension === 'session' && op === '=');
  if (sessions === undefined || sessions.values.includes(null)) return occupiedDays(shelf, from, to);
  const { first, last } = shelf.connection.prepare(BOUNDS).get(JSON.stringify(sessions.values)) as Record<
    'first' | 'last',
    number | null
  >;
  if (first === null || last === null) return [];
  const start = Math.max(from ?? first, shelf.dayOf(first));
  return occupiedDays(shelf, start, Math.min(to ?? Number.POSITIVE_INFINITY, last + 1));
};

const BOUNDS = `SELECT min(t.first_at) AS first, max(t.last_at) AS last FROM name n
  JOIN session_total t ON t.session = n.id WHERE n.text IN (SELECT value FROM json_each(?))`;

const ANY_CALL = 'SELECT 1 FROM quarter_total WHERE bucket >= ? AND bucket < ? LIMIT 1';

/** The groups that are not empty: what the tail took off may have been all of one. The first measure counts. */
export const foundGroups = ({ size, sumsOf }: Accumulator): readonly number[] => {
  const counts = sumsOf(0);
  const found: number[] = [];
  for (let group = 0; group < size; group++) if (counts[group] !== 0) found.push(group);
  return found;
};

/** Groups that may be among the limit's rows: as large as the last of them or larger. Only these are made into rows. */
export const largestGroups = (
  { sumsOf }: Accumulator,
  groups: readonly number[],
  measure: number,
  limit: number | undefined,
): readonly number[] => {
  if (limit === undefined || limit < 1 || limit >= groups.length) return groups;
  const sizes = sumsOf(measure);
  const least = Float64Array.from(groups, (group) => sizes[group]!).sort()[groups.length - limit]!;
  return groups.filter((group) => sizes[group]! >= least);
};

/** What a row says of a group, and its sums. */
export const rowOf = (shelf: Shelf, { accumulator, cells }: Summed, query: SumQuery, group: number) => {
  const ids = accumulator.idsOf(group);
  const key = Object.fromEntries(query.by.map((dimension, i) => [dimension, shelf.names.textOf(ids[i]!)]));
  return { key, start: cells[accumulator.cellOf(group)]! };
};

/** Reads the sums of one group after the other, into a list that is used again. */
export const createSumsReader = ({ sumsOf }: Accumulator, measures: number) => {
  const columns = Array.from({ length: measures }, (_, measure) => sumsOf(measure));
  const sums = new Float64Array(measures);
  return (group: number): ArrayLike<number> => {
    for (let measure = 0; measure < measures; measure++) sums[measure] = columns[measure]![group]!;
    return sums;
  };
};

export const totalSums = ({ sumsOf }: Accumulator, measures: number, groups: readonly number[]): number[] =>
  Array.from({ length: measures }, (_, measure) => {
    const sums = sumsOf(measure);
    return groups.reduce((total, group) => total + sums[group]!, 0);
  });

const isSegment = (level: PlanPiece['level']): level is SegmentLevel =>
  level === 'segment' || level === 'segment_hours' || level === 'segment_quarters';

interface Summing {
  readonly shelf: Shelf;
  readonly accumulator: Accumulator;
  readonly query: SumQuery & PlannedQuery;
  readonly set: MeasureSet;
  /** The few that the query is about, if it is. */
  readonly sessions: readonly string[] | undefined;
}

const addPiece = (summing: Summing, piece: PlanPiece): void => {
  const { level, spans, sign } = piece;
  const { shelf, accumulator, query, set, sessions } = summing;
  if (level === 'segment' && sessions !== undefined)
    addRows(summing, sessionDaysSql(sessions, spans, query, set), sign);
  else if (isSegment(level)) scanSegments(shelf, accumulator, level, spans, query, set);
  else addRows(summing, usageSql(level, spans, query.by, query.where, set), sign);
};

/** Rows of the statements of `usageSql` and `sessionDaysSql`: the interval, ids of names, sums. */
const addRows = ({ shelf, accumulator, query, set }: Summing, { sql, params }: Sql, sign: 1 | -1): void => {
  const statement = shelf.connection.prepare(sql);
  statement.setReturnArrays(true);
  const firstSum = 1 + query.by.length;
  for (const row of statement.iterate(...params) as Iterable<unknown> as Iterable<readonly number[]>) {
    const group = accumulator.groupOf(row[0]!, row, 1);
    for (let m = 0; m < set.names.length; m++) accumulator.sumsOf(m)[group]! += sign * row[firstSum + m]!;
  }
};

/** Starts of the ledger's days that have calls and may meet the range; each is found by one step in the table's order. */
export const occupiedDays = (
  shelf: Shelf,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): number[] => {
  const first = Number.isFinite(from) ? Math.floor(shelf.dayOf(from) / BUCKET_MS) : MIN_BUCKET;
  const end = Number.isFinite(to) ? Math.ceil(to / BUCKET_MS) : -MIN_BUCKET;
  return shelf.connection
    .prepare(OCCUPIED)
    .all(first, end)
    .map((row) => (row.day as number) * BUCKET_MS);
};

const MIN_BUCKET = -(2 ** 50);
const OCCUPIED = `WITH RECURSIVE occupied (day) AS (
    SELECT min(day) FROM day_total WHERE day >= ?1
    UNION ALL
    SELECT (SELECT min(day) FROM day_total WHERE day > occupied.day) FROM occupied WHERE occupied.day < ?2
  ) SELECT day FROM occupied WHERE day < ?2`;

const sealedDays = (shelf: Shelf): ReadonlySet<number> =>
  new Set(
    shelf.connection
      .prepare('SELECT day FROM sealed_day')
      .all()
      .map((row) => (row.day as number) * BUCKET_MS),
  );
