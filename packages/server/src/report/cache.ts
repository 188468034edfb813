import { type Period, type PriceEngine, previousRange, sentTokens } from '@meterline/core';
import type { Ledger, SessionTotals } from '@meterline/store';
import {
  type CacheFigures,
  type CacheGroup,
  type CachePart,
  cacheFigures,
  cacheGroups,
  cacheParts,
} from './cache-figures.ts';
import type { BoundRange } from './comparison.ts';
import { onlyValues, type Selection, selectionOf } from './selection.ts';

export interface CacheQuery extends Selection {
  /** What the range is called, where it has a name: decides which one comes before it. */
  readonly period: Period | undefined;
  /** Whether the period before is asked too. */
  readonly compare?: boolean | undefined;
  /** Rows of each list; default all. */
  readonly limit?: number | undefined;
  /** Sessions to give. */
  readonly sessions: number;
}

/** What prompt caching saved, and what it lost. */
export interface CacheSavings {
  readonly totals: CacheFigures;
  readonly previousRange: BoundRange | undefined;
  readonly previous: CacheFigures | undefined;
  /** Those that sent the most first. */
  readonly models: readonly CacheGroup<'provider' | 'model'>[];
  readonly projects: readonly CacheGroup<'project'>[];
  /** Those that sent the most uncached or wrote the most: there is the money to be saved. Whole sessions. */
  readonly sessions: readonly CacheSession[];
  readonly oneHour: readonly OneHourRow[];
  /** Lapses are valued at base rates, though some of these calls were priced by others too (tiers, batch). */
  readonly estimated: boolean;
}

export interface CacheSession extends CacheFigures {
  readonly session: SessionTotals;
}

/** Calls of a model in a project that would pay for one hour to live, the largest gain first. */
export interface OneHourRow {
  readonly provider: string | null;
  readonly model: string | null;
  readonly project: string | null;
  readonly gainNanoUsd: number;
  readonly lapsesWithinHour: number;
}

/** @param now Prices are those at the end of the range, but none of the future. */
export const cacheSavings = async (
  ledger: Ledger,
  engine: PriceEngine,
  query: CacheQuery,
  now: number,
): Promise<CacheSavings> => {
  const at = Math.min(query.to ?? now, now);
  const models = await cacheParts(ledger, engine, query, [], at);
  const inProjects = await cacheParts(ledger, engine, await ofLargeProjects(ledger, query), ['project'], at);
  const earlier = query.compare === true ? previousRange(query, query.period, query.zone) : undefined;
  const { zone, where, limit } = query;
  return {
    totals: cacheFigures(models),
    previousRange: earlier,
    previous:
      earlier && cacheFigures(await cacheParts(ledger, engine, { zone, where, ...earlier }, [], earlier.to)),
    models: cacheGroups(models, ['provider', 'model']).slice(0, limit),
    projects: cacheGroups(inProjects, ['project']).slice(0, limit),
    sessions: await worstSessions(ledger, engine, query, at),
    oneHour: oneHourRows(inProjects).slice(0, limit),
    estimated: models.some(({ lapses, value }) => lapses.lapses > 0 && value.estimated),
  };
};

/** Projects of each kind that are looked at model by model; as many as are shown, if those are more. */
const LARGE_PROJECTS = 20;

/**
 * The selection, narrowed to the projects that sent the most, which are all that their list shows, and to those in which
 * the most lapsed within an hour, where one hour to live would pay most; where there are few, to none.
 */
const ofLargeProjects = async (ledger: Ledger, query: CacheQuery): Promise<Selection> => {
  const selection = selectionOf(query);
  if (query.limit === undefined) return selection;
  const limit = Math.max(LARGE_PROJECTS, query.limit);
  const asked = { ...selection, by: ['project'] as const };
  const used = await ledger.usage(asked);
  if (used.rows.length <= limit) return selection;
  const lapsed = await ledger.lapses(asked);
  const names = [
    ...largest(used.rows, limit, ({ tokens }) => sentTokens(tokens)),
    ...largest(lapsed.rows, limit, ({ lapsedWithinHourTokens }) => lapsedWithinHourTokens),
  ].map(({ key }) => key.project ?? null);
  return { ...selection, where: onlyValues(selection.where, 'project', [...new Set(names)]) };
};

const largest = <T>(rows: readonly T[], limit: number, sizeOf: (row: T) => number): readonly T[] =>
  rows.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, limit);

const oneHourRows = (parts: readonly CachePart[]): readonly OneHourRow[] =>
  parts
    .map(({ key, lapses, value }) => ({
      provider: key.provider ?? null,
      model: key.model ?? null,
      project: key.project ?? null,
      gainNanoUsd: value.oneHourGainNanoUsd ?? 0,
      lapsesWithinHour: lapses.lapsesWithinHour,
    }))
    .filter(({ gainNanoUsd }) => gainNanoUsd > 0)
    .sort((a, b) => b.gainNanoUsd - a.gainNanoUsd);

/** A session below this sent too little for its hit rate to say anything. */
const MIN_SESSION_TOKENS = 10_000;

/** Sessions with a call in the range that sent the most uncached or wrote the most; whole sessions. */
export const wastefulSessions = async (
  ledger: Ledger,
  selection: Selection,
  limit: number,
): Promise<readonly SessionTotals[]> => {
  const { zone: _, ...range } = selectionOf(selection);
  const page = await ledger.sessions({ ...range, orderBy: 'cacheWaste', limit });
  return page.sessions.filter(({ tokens }) => sentTokens(tokens) >= MIN_SESSION_TOKENS);
};

const worstSessions = async (
  ledger: Ledger,
  engine: PriceEngine,
  { sessions: limit, ...query }: CacheQuery,
  at: number,
): Promise<readonly CacheSession[]> => {
  if (limit === 0) return [];
  const sessions = await wastefulSessions(ledger, query, limit);
  if (sessions.length === 0) return [];
  const where = sessions.map(({ session: value }) => ({ dimension: 'session', op: '=', value }) as const);
  const parts = await cacheParts(ledger, engine, { zone: query.zone, where }, ['app', 'session'], at);
  return sessions.map((session) => ({
    session,
    ...cacheFigures(parts.filter(({ key }) => key.session === session.session && key.app === session.app)),
  }));
};
