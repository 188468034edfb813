import { groupFilters } from '../call/dimension-value.ts';
import type { PlanSpan } from '../plan/usage-plan.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import type { MeasureSet } from '../totals/rollup-measures.ts';
import { dimensionSql, filterSql, type Sql } from './filter-sql.ts';
import type { Shelf } from './shelf.ts';
import type { SumQuery } from './sum-up.ts';

/** Scopes beyond which it is faster to scan all sealed days than to look each scope up in its days. */
const MAX_SCOPES = 2_000;

/** The sessions that a question is about, by name; undefined where it is about any, or about more than is worth it. */
export const fewSessions = (shelf: Shelf, { where }: SumQuery): readonly string[] | undefined => {
  const values = groupFilters(where).find(
    ({ dimension, op }) => dimension === 'session' && op === '=',
  )?.values;
  if (values === undefined) return undefined;
  const sessions = values.filter((value) => value !== null);
  if (sessions.length !== values.length || sessions.length > MAX_SCOPES) return undefined;
  const { scopes } = shelf.connection.prepare(COUNT_SCOPES).get(JSON.stringify(sessions), MAX_SCOPES + 1) as {
    scopes: number;
  };
  return scopes > MAX_SCOPES ? undefined : sessions;
};

const OF_SESSIONS = `(SELECT value FROM json_each(?)) asked CROSS JOIN name n ON n.text = asked.value
  CROSS JOIN scope s ON s.session = n.id`;
const COUNT_SCOPES = `SELECT count(*) AS scopes FROM (SELECT 1 FROM ${OF_SESSIONS} LIMIT ?)`;

/** No day is longer: 25 hours where the clocks are put back. */
const LONGEST_DAY_MS = 25 * 3_600_000;

/**
 * The sums of whole days of a few sessions, as `usageSql` gives those of all: by the day's and the scope's number, instead
 * of going through everything that happened on those days.
 */
export const sessionDaysSql = (
  sessions: readonly string[],
  days: readonly PlanSpan[],
  { by, where }: SumQuery,
  set: MeasureSet,
): Sql => {
  const dimensions = by.map(dimensionSql);
  const filter = filterSql(where);
  const columns = [
    'day.cell AS cell',
    ...dimensions.map(({ sql }, i) => `${sql} AS d${i}`),
    ...set.names.map((measure) => `total(r.${measure}) AS ${measure}`),
  ];
  const sql = [
    'WITH day (cell, number) AS (SELECT value ->> 0, value ->> 1 FROM json_each(?))',
    `SELECT ${columns.join(', ')} FROM ${OF_SESSIONS}`,
    'CROSS JOIN session_total t ON t.session = s.session AND t.app = s.app',
    `CROSS JOIN day ON day.number * ${BUCKET_MS} BETWEEN t.first_at - ${LONGEST_DAY_MS} AND t.last_at`,
    'CROSS JOIN day_total r ON r.day = day.number AND r.scope = s.id',
    `WHERE ${filter.sql} GROUP BY ${['1', ...by.map((_, i) => i + 2)].join(', ')}`,
  ].join('\n');
  const numbered = days.map(([cell, from]) => [cell, from / BUCKET_MS]);
  return {
    sql,
    params: [
      JSON.stringify(numbered),
      ...dimensions.flatMap(({ params }) => params),
      JSON.stringify(sessions),
      ...filter.params,
    ],
  };
};
