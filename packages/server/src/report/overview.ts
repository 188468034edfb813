import {
  cacheHitRate,
  forecastMonth,
  HOUR_MS,
  type Interval,
  type MonthForecast,
  nextInterval,
  type Period,
  previousRange,
  startOfInterval,
  sumTotals,
  type UsageTotals,
} from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { boundsOfSelection } from './bounds.ts';
import { bucketStarts, intervalNear, intoBuckets } from './buckets.ts';
import type { BoundRange } from './comparison.ts';
import { type Selection, selectionOf } from './selection.ts';
import { type UnpricedModel, unpricedModels } from './unpriced-models.ts';

export interface OverviewQuery extends Selection {
  /** What the range is called, where it has a name: decides which one comes before it. */
  readonly period: Period | undefined;
}

/** The figures at a glance, each beside that of the period before. */
export interface Overview {
  readonly range: BoundRange;
  readonly totals: UsageTotals;
  /** Sessions with a call in the range. */
  readonly sessions: number;
  readonly sparkline: Sparkline;
  readonly previous: PreviousOverview | undefined;
  readonly month: MonthSoFar;
  /** Models of the range that have no price: the costs are then a lower bound. */
  readonly unpriced: readonly UnpricedModel[];
}

export interface PreviousOverview {
  readonly range: BoundRange;
  readonly totals: UsageTotals;
  readonly sessions: number;
}

/** The range in about 30 points: arrays of the same length. */
export interface Sparkline {
  readonly interval: Interval;
  readonly starts: readonly number[];
  readonly listNanoUsd: readonly number[];
  readonly tokens: readonly number[];
  readonly calls: readonly number[];
  /** Sessions with a call in that time: one that goes on counts in each point. */
  readonly sessions: readonly number[];
  /** Cache reads over all that was sent; null where nothing was. */
  readonly hitRate: readonly (number | null)[];
}

/** The calendar month that now lies in, whatever the range is. */
export interface MonthSoFar {
  readonly from: number;
  /** Where it ends. */
  readonly to: number;
  readonly totals: UsageTotals;
  /** Undefined while it is too early to say. Calls without a price are not in it. */
  readonly projected: MonthForecast | undefined;
}

const POINTS = 30;

/** Asks the ledger for everything that stands on top of the first page. */
export const overview = async (ledger: Ledger, query: OverviewQuery, now: number): Promise<Overview> => {
  const selection = selectionOf(query);
  const range = await boundsOfSelection(ledger, query, now);
  const found = await overTime(ledger, { ...selection, ...range }, range);
  return {
    range,
    ...found,
    previous: await previousOf(ledger, query),
    month: await monthSoFar(ledger, selection, now),
    unpriced: found.totals.cost.unpricedCalls === 0 ? [] : await unpricedModels(ledger, selection),
  };
};

/** What the range came to, and how it went. */
const overTime = async (
  ledger: Ledger,
  selection: Selection,
  range: BoundRange,
): Promise<Pick<Overview, 'totals' | 'sessions' | 'sparkline'>> => {
  const interval = intervalNear(range, POINTS);
  const { rows, totals } = await ledger.usage({ ...selection, by: [], interval });
  const active = await ledger.activeSessions({ ...selection, interval });
  const sessionsFrom = new Map(active.intervals.map(({ start, count }) => [start, count]));
  const found = bucketStarts(range, interval, selection.zone);
  const starts = found.ok ? found.value : [];
  const buckets = intoBuckets(rows, starts);
  return {
    totals,
    sessions: active.count,
    sparkline: {
      interval,
      starts,
      listNanoUsd: buckets.map(({ cost }) => cost.listNanoUsd),
      tokens: buckets.map(({ tokens }) => tokens.total),
      calls: buckets.map(({ calls }) => calls),
      sessions: starts.map((start) => sessionsFrom.get(start) ?? 0),
      hitRate: buckets.map(({ tokens }) => cacheHitRate(tokens)),
    },
  };
};

const previousOf = async (ledger: Ledger, query: OverviewQuery): Promise<PreviousOverview | undefined> => {
  const range = previousRange(query, query.period, query.zone);
  if (range === undefined) return undefined;
  const { zone, where } = query;
  const { totals } = await ledger.usage({ zone, where, by: [], ...range });
  const { count } = await ledger.activeSessions({ zone, where, ...range });
  return { range, totals, sessions: count };
};

/** Days before today that the forecast looks at. */
const FORECAST_DAYS = 28;

const monthSoFar = async (ledger: Ledger, { zone, where }: Selection, now: number): Promise<MonthSoFar> => {
  const from = startOfInterval(now, 'month', zone);
  const today = startOfInterval(now, 'day', zone);
  // Noon of the first day: no change of the clocks moves it into another.
  const first = startOfInterval(today + (12 - FORECAST_DAYS * 24) * HOUR_MS, 'day', zone);
  const asked = { from: Math.min(from, first), to: now };
  const { rows } = await ledger.usage({ zone, where, by: [], interval: 'day', ...asked });
  const days = rows.map(({ start, cost }) => ({ start: start!, listNanoUsd: cost.listNanoUsd }));
  const knownFrom = where.length === 0 ? await firstCallAt(ledger) : undefined;
  return {
    from,
    to: nextInterval(now, 'month', zone),
    totals: sumTotals(rows.filter(({ start }) => start! >= from)),
    projected: forecastMonth({ days, knownFrom, now, zone }),
  };
};

/** Of all calls that are kept singly. Of some calls only, it is not known without reading many others. */
const firstCallAt = async (ledger: Ledger): Promise<number | undefined> => {
  for await (const { startedAt } of ledger.events({ order: 'oldest', limit: 1 })) return startedAt;
  return undefined;
};
