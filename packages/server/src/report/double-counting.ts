import { cacheWriteTokens, totalTokens, type UsageRow } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';

/**
 * Two programs that log the same call under different identities (OpenClaw driving Claude Code, a gateway with an old
 * log) double it. Such twins have the same model and counts within seconds. Only suspected, never removed: two calls
 * may be alike by chance.
 */
export interface Suspicion {
  /** The two apps, in the order of the alphabet; with the road where one app is told of by two (`codex by otlp`). */
  readonly apps: readonly [string, string];
  readonly calls: number;
  readonly listNanoUsd: number;
  readonly firstAt: number;
}

/** Twins are logged at the start or at the end of the same call. */
const NEAR_MS = 5_000;
/** A tiny call is like many others. */
const MIN_TOKENS = 500;
const MAX_REMEMBERED = 20_000;

const countsOf = ({ modelCanonical, tokens }: StoredCall): string =>
  [modelCanonical, tokens.input, tokens.output, tokens.cacheRead, cacheWriteTokens(tokens)].join('|');

/** Ways by which calls of an app come besides its own log. */
const ROADS: ReadonlySet<string> = new Set(['otlp', 'gateway', 'sdk', 'ingest']);

const tellerOf = (app: string | null | undefined, source: string): string => {
  if (app === undefined || app === null) return source;
  return ROADS.has(source) ? `${app} by ${source}` : app;
};

const appOf = (call: StoredCall): string => tellerOf(call.app, call.source);

/** One tells of the beginning of a call and the other, perhaps, of its end. */
const isNear = (earlier: StoredCall, later: StoredCall): boolean => {
  const apart = later.startedAt - earlier.startedAt;
  return apart <= NEAR_MS || Math.abs(apart - (earlier.latencyMs ?? 0)) <= NEAR_MS;
};

/** Calls that are looked through at most. */
const MAX_LOOKED_AT = 1_000_000;

/** Suspected twins since an instant. Only a model that several programs used can have any, so only its calls are read. */
export const doublesSince = async (ledger: Ledger, from: number): Promise<readonly Suspicion[]> => {
  const { rows } = await ledger.usage({ zone: 'UTC', where: [], from, by: ['app', 'source', 'model'] });
  const where = sharedModels(rows).map((value) => ({ dimension: 'model', op: '=', value }) as const);
  if (where.length === 0) return [];
  return suspectedDoubles(ledger.events({ from, where, order: 'oldest', limit: MAX_LOOKED_AT }));
};

/** Models that calls of more than one program used, of sums by app, source and model. */
export const sharedModels = (rows: readonly UsageRow[]): readonly (string | null)[] => {
  const users = new Map<string | null, Set<string>>();
  for (const { key } of rows) {
    const model = key.model ?? null;
    users.set(model, (users.get(model) ?? new Set()).add(tellerOf(key.app, key.source ?? '')));
  }
  return [...users].filter(([, apps]) => apps.size > 1).map(([model]) => model);
};

/** Looks through calls that come oldest first. */
export const suspectedDoubles = async (calls: AsyncIterable<StoredCall>): Promise<readonly Suspicion[]> => {
  const recent = new Map<string, StoredCall>();
  const found = new Map<string, Suspicion>();
  for await (const call of calls) {
    if (totalTokens(call.tokens) < MIN_TOKENS) continue;
    const counts = countsOf(call);
    const twin = recent.get(counts);
    if (twin !== undefined && appOf(twin) !== appOf(call) && isNear(twin, call)) remember(found, twin, call);
    recent.delete(counts);
    recent.set(counts, call);
    if (recent.size > MAX_REMEMBERED) forgetBefore(recent, call.startedAt - NEAR_MS);
  }
  return [...found.values()].sort((a, b) => b.calls - a.calls);
};

const remember = (found: Map<string, Suspicion>, twin: StoredCall, call: StoredCall): void => {
  const apps = [appOf(twin), appOf(call)].sort() as [string, string];
  const key = apps.join('\n');
  const known = found.get(key);
  found.set(key, {
    apps,
    calls: (known?.calls ?? 0) + 1,
    listNanoUsd: (known?.listNanoUsd ?? 0) + (call.cost.listNanoUsd ?? 0),
    firstAt: known?.firstAt ?? twin.startedAt,
  });
};

/** The map is in the order of time, so the old ones stand in front. */
const forgetBefore = (recent: Map<string, StoredCall>, instant: number): void => {
  for (const [counts, { startedAt }] of recent) {
    if (startedAt >= instant && recent.size <= MAX_REMEMBERED) return;
    recent.delete(counts);
  }
};
