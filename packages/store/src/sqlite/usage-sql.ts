import type { Dimension, Filter } from '@meterline/core';
import { BUCKET_MS } from '../totals/bucket.ts';
import type { LAPSE_MEASURES } from '../totals/lapse-measures.ts';
import type { Measure } from '../totals/measures.ts';
import { LAPSE_SET, type MeasureSet, USAGE_SET } from '../totals/rollup-measures.ts';
import { dimensionSql, filterSql, type Sql } from './filter-sql.ts';

/** A stretch of time that falls into one row's interval: its number among the intervals, and half-open milliseconds. */
export type Span = readonly [cell: number, from: number, to: number];

/** The tables that usage can be summed from, finest first. */
export type Level = 'event' | 'quarter_total' | 'day_total';

const TIME: Readonly<Record<Level, string>> = {
  event: 'r.started_at',
  quarter_total: 'r.bucket',
  day_total: 'r.day',
};

const CACHE_WRITES =
  'ifnull(r.cache_write, 0) + ifnull(r.cache_write_5m, 0) + ifnull(r.cache_write_1h, 0) + ifnull(r.cache_write_12h, 0)';
const TOTAL = `ifnull(r.input, 0) + ifnull(r.cache_read, 0) + ${CACHE_WRITES} + ifnull(r.input_audio, 0) + ifnull(r.input_image, 0) + ifnull(r.output_audio, 0) + ifnull(r.output_image, 0) + ifnull(r.output, 0)`;

/** What a single call adds where a rollup has a column of that name. */
const OF_A_CALL: Partial<Record<Measure | (typeof LAPSE_MEASURES)[number], string>> = {
  calls: '1',
  error_calls: 'r.status <> 0',
  cache_write: CACHE_WRITES,
  total_tokens: TOTAL,
  unpriced_calls: 'r.cost_status = 1',
  unpriced_tokens: `iif(r.cost_status = 1, ${TOTAL}, 0)`,
  lapses: '1',
  lapsed_tokens: 'l.tokens',
  lapses_within_hour: 'l.within_hour',
  lapsed_within_hour_tokens: 'l.within_hour * l.tokens',
};

/**
 * The sums of one level over spans of time, by interval and dimensions, as ids of names. Spans come as one JSON text,
 * so the statement depends on the dimensions and filters only. `total` gives a float: exact to 2^53, never an overflow.
 */
export const usageSql = (
  level: Level,
  spans: readonly Span[],
  by: readonly Dimension[],
  where: readonly Filter[],
  set: MeasureSet = USAGE_SET,
): Sql => {
  const time = TIME[level];
  const dimensions = by.map(dimensionSql);
  const filter = filterSql(where);
  const scoped = by.length + where.length > 0;
  const sql = [
    'WITH span (cell, first, last) AS (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?))',
    `SELECT ${['span.cell AS cell', ...dimensions.map((d, i) => `${d.sql} AS d${i}`), ...set.names.map((m) => measureSql(level, m))].join(', ')}`,
    `FROM span CROSS JOIN ${level} r ON ${time} >= span.first AND ${time} < span.last`,
    ...(level === 'event' && set === LAPSE_SET ? ['CROSS JOIN lapse l ON l.event = r.id'] : []),
    ...(scoped ? ['CROSS JOIN scope s ON s.id = r.scope'] : []),
    ...(where.length > 0 ? [`WHERE ${filter.sql}`] : []),
    `GROUP BY ${['1', ...by.map((_, i) => i + 2)].join(', ')}`,
  ].join('\n');
  const params = [
    spansText(level, spans),
    ...dimensions.flatMap((d) => d.params),
    ...(scoped ? filter.params : []),
  ];
  return { sql, params };
};

const measureSql = (level: Level, measure: string): string => {
  const one = level === 'event' ? (OF_A_CALL[measure as Measure] ?? `r.${measure}`) : `r.${measure}`;
  return `total(${one}) AS ${measure}`;
};

const spansText = (level: Level, spans: readonly Span[]): string =>
  JSON.stringify(
    level === 'event' ? spans : spans.map(([cell, from, to]) => [cell, toBucket(from), toBucket(to)]),
  );

const toBucket = (instant: number): number => Math.floor(instant / BUCKET_MS);
