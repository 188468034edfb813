import { addTiming, type CallTimings, noTimings, type UsageRow } from '@meterline/core';
import { type PlanPiece, planUsage } from '../plan/usage-plan.ts';
import { arrangeTimings } from '../query/arrange-timings.ts';
import { asksOfRoutes } from '../query/route-dimensions.ts';
import type { TimingQuery, TimingResult } from '../store.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import { CALLS_SET } from '../totals/rollup-measures.ts';
import { dimensionSql, filterSql, type Sql } from './filter-sql.ts';
import { NOT_SET } from './name-table.ts';
import type { Shelf } from './shelf.ts';
import { occupiedDays, planFactsOf, sumUp } from './sum-up.ts';
import { createTimingSum } from './timing-bytes.ts';
import { TIMING_TIME, type TimingTable } from './timing-row.ts';

/**
 * Answers a question for timings, in one read transaction of the caller: from the rollups by route where it asks of nothing
 * else, as the planner divides the range; else from the calls.
 */
export const readTimings = (shelf: Shelf, query: TimingQuery): TimingResult => {
  shelf.zone();
  const wanted = query.groups?.flatMap((key) => idsOf(shelf, query, key));
  if (wanted?.length === 0) return { rows: [], since: null };
  const groups = createGroups(query.by.length);
  const since = asksOfRoutes(query) ? null : sinceWhen(shelf, query);
  if (asksOfRoutes(query)) addRollups(shelf, groups, query, wanted);
  else addCalls(shelf, groups, { ...query, ...(since !== null && { from: since }) }, wanted);
  return { rows: arrangeTimings(groups.rows(shelf, query)), since };
};

type GroupIds = readonly number[];

/** A group's values as ids; none where the ledger has no such text, and so no such group. */
const idsOf = ({ connection }: Shelf, { by }: TimingQuery, key: UsageRow['key']): readonly GroupIds[] => {
  const find = connection.prepare('SELECT id FROM name WHERE text = ?');
  const ids = by.map((dimension) => {
    const text = key[dimension] ?? null;
    return text === null ? NOT_SET : (find.get(text)?.id as number | undefined);
  });
  return ids.some((id) => id === undefined) ? [] : [ids as GroupIds];
};

type Groups = ReturnType<typeof createGroups>;

/** The timings of each group, known by the ids that a row begins with. */
const createGroups = (width: number) => {
  const groups = new Map<string, { readonly ids: GroupIds; readonly timings: CallTimings }>();
  return {
    at: (row: readonly unknown[]): CallTimings => {
      const ids = row.slice(0, width) as number[];
      const key = ids.join();
      let group = groups.get(key);
      if (group === undefined) {
        group = { ids, timings: noTimings() };
        groups.set(key, group);
      }
      return group.timings;
    },
    rows: (shelf: Shelf, { by }: TimingQuery) =>
      [...groups.values()]
        .filter(({ timings }) => timings.latency.size + timings.firstToken.size > 0)
        .map(({ ids, timings }) => ({
          key: Object.fromEntries(by.map((dimension, i) => [dimension, shelf.names.textOf(ids[i]!)])),
          ...timings,
        })),
  };
};

const addRollups = (
  shelf: Shelf,
  groups: Groups,
  query: TimingQuery,
  wanted: readonly GroupIds[] | undefined,
): void => {
  const days = occupiedDays(shelf, query.from, query.to);
  const facts = { ...planFactsOf(shelf, days), isSealed: () => false };
  const { pieces } = planUsage({ ...query, zone: shelf.zone() }, facts);
  const routes = new Map(routesOf(shelf, query, wanted).map(([id, ...ids]) => [id!, ids]));
  for (const piece of pieces) {
    if (piece.level === 'event') addEdge(shelf, groups, piece, query, wanted);
    else addRows(shelf, groups, piece, routes);
  }
};

/** The routes that are asked for: each its id, then the ids of its group. */
const routesOf = (shelf: Shelf, query: TimingQuery, wanted: readonly GroupIds[] | undefined) => {
  const { select, where } = scopeSql(query, wanted);
  const sql = `SELECT ${['s.id', ...select.map((one) => one.sql)].join(', ')} FROM route s ${whereOf(where)}`;
  return [...rowsOf(shelf, sql, [...paramsOf(select), ...paramsOf(where)])] as unknown as GroupIds[];
};

/** Rows of a rollup: of each route those of the spans, which lie side by side. */
const addRows = (
  shelf: Shelf,
  groups: Groups,
  { level, spans }: PlanPiece,
  routes: ReadonlyMap<number, GroupIds>,
): void => {
  const table: TimingTable = level === 'day_total' ? 'day_timing' : 'quarter_timing';
  const time = TIMING_TIME[table];
  const sql = `SELECT t.route, t.timings FROM json_each(?) w CROSS JOIN json_each(?) p CROSS JOIN ${table} t
    ON t.route = w.value AND t.${time} >= p.value ->> 0 AND t.${time} < p.value ->> 1`;
  const quarters = spans.map(([, from, to]) => [Math.floor(from / BUCKET_MS), Math.floor(to / BUCKET_MS)]);
  const sum = createTimingSum();
  let current: number | undefined;
  const drain = (): void => {
    if (current !== undefined) sum.drain(groups.at(routes.get(current)!));
  };
  const params = [JSON.stringify([...routes.keys()]), JSON.stringify(quarters)];
  for (const [route, timings] of rowsOf(shelf, sql, params)) {
    if (route !== current) drain();
    current = route as number;
    sum.add(timings as Uint8Array);
  }
  drain();
};

const TIMED = '(r.latency_ms IS NOT NULL OR r.time_to_first_token_ms IS NOT NULL)';
const CALL_COLUMNS = ['r.latency_ms', 'r.time_to_first_token_ms', 'r.output'];

/** Calls of a part of a quarter of an hour at either end of the range. */
const addEdge = (
  shelf: Shelf,
  groups: Groups,
  { spans, sign }: PlanPiece,
  query: TimingQuery,
  wanted: readonly GroupIds[] | undefined,
): void => {
  const { select, where } = scopeSql(query, wanted);
  const sql = `SELECT ${[...select.map((one) => one.sql), ...CALL_COLUMNS].join(', ')}
    FROM json_each(?) p CROSS JOIN event r ON r.started_at >= p.value ->> 1 AND r.started_at < p.value ->> 2
      CROSS JOIN scope s ON s.id = r.scope ${whereOf([{ sql: TIMED, params: [] }, ...where])}`;
  for (const row of rowsOf(shelf, sql, [...paramsOf(select), JSON.stringify(spans), ...paramsOf(where)]))
    addCallRow(groups, row, query, sign);
};

/** Calls that the filters leave, scope by scope. */
const addCalls = (
  shelf: Shelf,
  groups: Groups,
  query: TimingQuery,
  wanted: readonly GroupIds[] | undefined,
): void => {
  const { from = Number.MIN_SAFE_INTEGER, to = Number.MAX_SAFE_INTEGER } = query;
  const { select, where } = scopeSql(query, wanted);
  const sql = `SELECT ${[...select.map((one) => one.sql), ...CALL_COLUMNS].join(', ')}
    FROM scope s CROSS JOIN event r INDEXED BY event_by_scope
      ON r.scope = s.id AND r.started_at >= ? AND r.started_at < ? ${whereOf([{ sql: TIMED, params: [] }, ...where])}`;
  for (const row of rowsOf(shelf, sql, [...paramsOf(select), from, to, ...paramsOf(where)]))
    addCallRow(groups, row, query, 1);
};

const addCallRow = (groups: Groups, row: readonly unknown[], { by }: TimingQuery, sign: 1 | -1): void => {
  const [latencyMs, timeToFirstTokenMs, output] = row.slice(by.length) as (number | null)[];
  const call = {
    ...(latencyMs !== null && { latencyMs: latencyMs! }),
    ...(timeToFirstTokenMs !== null && { timeToFirstTokenMs: timeToFirstTokenMs! }),
    tokens: output === null ? {} : { output: output! },
  };
  addTiming(groups.at(row), call, sign);
};

/**
 * From when on there are no more calls than are looked at singly; null where that is all of the range. The newest hour is
 * looked at however many it has.
 */
const sinceWhen = (shelf: Shelf, query: TimingQuery): number | null => {
  const days = callsBy(shelf, query, 'day');
  const day = newestWithin(days, shelf.limits.timedCalls);
  if (day === 0) return null;
  if (day < days.length) return days[day]!.start;
  const hours = callsBy(shelf, { ...query, from: Math.max(query.from ?? 0, days.at(-1)!.start) }, 'hour');
  const start = hours[Math.min(newestWithin(hours, shelf.limits.timedCalls), hours.length - 1)]!.start;
  return start > (query.from ?? Number.NEGATIVE_INFINITY) ? start : null;
};

interface CallsOfInterval {
  readonly start: number;
  readonly calls: number;
}

const callsBy = (shelf: Shelf, query: TimingQuery, interval: 'day' | 'hour'): readonly CallsOfInterval[] => {
  const { cells, accumulator } = sumUp(shelf, { ...query, zone: shelf.zone(), by: [], interval }, CALLS_SET);
  const calls = accumulator.sumsOf(0);
  return Array.from({ length: accumulator.size }, (_, group) => ({
    start: cells[accumulator.cellOf(group)]!,
    calls: calls[group]!,
  }))
    .filter((one) => one.calls > 0)
    .sort((a, b) => a.start - b.start);
};

/** The first interval from which on there are no more calls than that: 0 where that is all, their number where it is none. */
const newestWithin = (intervals: readonly CallsOfInterval[], most: number): number => {
  let left = most;
  return (
    intervals.findLastIndex(({ calls }) => {
      left -= calls;
      return left < 0;
    }) + 1
  );
};

/** What is read of a route or scope `s`, and what it has to satisfy. */
const scopeSql = ({ by, where }: TimingQuery, wanted: readonly GroupIds[] | undefined) => {
  const select = by.map(dimensionSql);
  const conditions: Sql[] = where.length === 0 ? [] : [filterSql(where)];
  if (wanted !== undefined && by.length > 0) {
    const values = by.map((_, i) => `value ->> ${i}`).join(', ');
    conditions.push({
      sql: `(${select.map(({ sql }) => sql).join(', ')}) IN (SELECT ${values} FROM json_each(?))`,
      params: [...paramsOf(select), JSON.stringify(wanted)],
    });
  }
  return { select, where: conditions };
};

const whereOf = (conditions: readonly Sql[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;

const paramsOf = (all: readonly Sql[]): (string | number)[] => all.flatMap(({ params }) => params);

const rowsOf = (
  { connection }: Shelf,
  sql: string,
  params: readonly (string | number)[],
): Iterable<readonly unknown[]> => {
  const statement = connection.prepare(sql);
  statement.setReturnArrays(true);
  return statement.iterate(...params) as unknown as Iterable<readonly unknown[]>;
};
