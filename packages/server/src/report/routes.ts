import {
  addTimings,
  type CallTimings,
  cacheHitRate,
  callsInHistogram,
  latencyPercentile,
  noTimings,
  tokensPerSecond,
  type UsageQuery,
  type UsageRow,
  type UsageTotals,
} from '@meterline/core';
import type { Ledger, TimingResult } from '@meterline/store';
import { type BoundRange, type ComparedQuery, type ComparedRow, comparedUsage } from './comparison.ts';
import { selectionOf } from './selection.ts';

export interface RoutesQuery extends ComparedQuery {
  /** Rows to give, the largest first; without it all. */
  readonly limit?: number | undefined;
}

/** How long the calls of a route took, of those that say so. Percentiles are right to 2.5 %. */
export interface RouteTimes {
  /** Calls that say how long they took. */
  readonly timedCalls: number;
  readonly latencyP50Ms: number | null;
  readonly latencyP95Ms: number | null;
  /** Calls whose answer was streamed and that say when its first token came. */
  readonly firstTokenCalls: number;
  readonly firstTokenP50Ms: number | null;
  /** Output tokens for each second in which they were written, over all of these calls. */
  readonly tokensPerSecond: number | null;
}

/** The calls of a feature for a tenant by a model: `key` has the three. */
export interface RouteRow extends ComparedRow {
  /** Calls whose status is not ok, over all, 0 to 1. */
  readonly errorRate: number | null;
  readonly cacheHitRate: number | null;
  readonly times: RouteTimes;
  /** In the period before; null without one, and where the route had no calls in it. */
  readonly previousTimes: RouteTimes | null;
}

export interface Routes {
  readonly rows: readonly RouteRow[];
  readonly totals: UsageTotals;
  /** Of the calls of all rows. */
  readonly times: RouteTimes;
  /** Routes that the limit left out. */
  readonly omittedRows: number;
  /** Only calls from then on say how long they took; null: those of the whole range. */
  readonly timedSince: number | null;
  readonly previousRange: BoundRange | undefined;
  readonly previousTotals: UsageTotals | undefined;
}

export const ROUTE = ['feature', 'tenant', 'model'] as const;

/** What calls are made for, for whom and by which model: cost, errors, and how long they took. */
export const routes = async (ledger: Ledger, query: RoutesQuery): Promise<Routes> => {
  const { orderBy = 'cost', limit } = query;
  const asked: UsageQuery = {
    ...selectionOf(query),
    by: ROUTE,
    orderBy,
    ...(limit !== undefined && { limit }),
  };
  const { rows, totals, omittedRows, previousRange, previousTotals } = await comparedUsage(
    ledger,
    query,
    asked,
  );
  const now = await timingsOf(ledger, asked, rows);
  const before = previousRange && (await timingsOf(ledger, { ...asked, ...previousRange }, rows));
  return {
    rows: rows.map((row) => routeRow(row, now, before)),
    totals,
    times: timesOf(sumOf(now)),
    omittedRows,
    timedSince: now.since,
    previousRange,
    previousTotals,
  };
};

interface RouteTimings extends TimingResult {
  readonly find: (row: UsageRow) => CallTimings;
}

const timingsOf = async (
  ledger: Ledger,
  query: UsageQuery,
  rows: readonly UsageRow[],
): Promise<RouteTimings> => {
  const { zone: _, ...selection } = selectionOf(query);
  const found = await ledger.timings({ ...selection, by: ROUTE, groups: rows.map(({ key }) => key) });
  const known = new Map(found.rows.map((row) => [textOf(row.key), row]));
  return { ...found, find: ({ key }) => known.get(textOf(key)) ?? noTimings() };
};

const textOf = (key: UsageRow['key']): string => JSON.stringify(ROUTE.map((dimension) => key[dimension]));

const sumOf = ({ rows }: TimingResult): CallTimings => {
  const sum = noTimings();
  for (const row of rows) addTimings(sum, row);
  return sum;
};

const routeRow = (row: ComparedRow, now: RouteTimings, before: RouteTimings | undefined): RouteRow => ({
  ...row,
  errorRate: row.calls === 0 ? null : row.errorCalls / row.calls,
  cacheHitRate: cacheHitRate(row.tokens),
  times: timesOf(now.find(row)),
  previousTimes: before === undefined || row.previous === null ? null : timesOf(before.find(row)),
});

const timesOf = (timings: CallTimings): RouteTimes => ({
  timedCalls: callsInHistogram(timings.latency),
  latencyP50Ms: latencyPercentile(timings.latency, 0.5),
  latencyP95Ms: latencyPercentile(timings.latency, 0.95),
  firstTokenCalls: callsInHistogram(timings.firstToken),
  firstTokenP50Ms: latencyPercentile(timings.firstToken, 0.5),
  tokensPerSecond: tokensPerSecond(timings),
});
