import { cacheWriteTokens, totalTokens, type UsageRow } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';

/**
 * Two programs that log the same call under different identities (OpenClaw driving Claude Code, a gateway with an old
 * log) double it. Such twins have the same model and counts within seconds. Only suspected, never removed: two calls
 * may be alike by chance.
 */
export interface Suspicion {
  /** In the order of the alphabet. */
  readonly tellers: readonly [Teller, Teller];
  readonly calls: number;
  readonly listNanoUsd: number;
  readonly firstAt: number;
}

/** Who told of a call, and by which way. */
export interface Teller {
  /** The app; with the road where it is no log of the app's own: `codex by otlp`. */
  readonly name: string;
  readonly app: string | null;
  readonly source: string;
}

/** Twins are logged at the start or at the end of the same call. */
const NEAR_MS = 5_000;
/** A tiny call is like many others. */
const MIN_TOKENS = 500;
const MAX_REMEMBERED = 20_000;

/** A kind that was not used is left out by one road and said as 0 by another. */
const countsOf = ({ modelCanonical, tokens }: StoredCall): string => {
  const { input = 0, output = 0, cacheRead = 0 } = tokens;
  return [modelCanonical, input, output, cacheRead, cacheWriteTokens(tokens)].join('|');
};

/** Ways by which calls of an app come besides its own log. */
const ROADS: ReadonlySet<string> = new Set(['otlp', 'gateway', 'sdk', 'ingest']);

/** Whether a source is a file that some program wrote, and not a road by which calls are sent here. */
const isLogSource = (source: string): boolean => !ROADS.has(source);

const nameOf = (app: string | null | undefined, source: string): string => {
  if (app === undefined || app === null) return source;
  return isLogSource(source) ? app : `${app} by ${source}`;
};

const tellerOf = ({ app, source }: StoredCall): Teller => ({
  name: nameOf(app, source),
  app: app ?? null,
  source,
});

/** One tells of the beginning of a call and the other, perhaps, of its end. */
const isNear = (earlier: StoredCall, later: StoredCall): boolean => {
  const apart = later.startedAt - earlier.startedAt;
  return apart <= NEAR_MS || Math.abs(apart - (earlier.latencyMs ?? 0)) <= NEAR_MS;
};

const areTwins = (earlier: StoredCall, later: StoredCall): boolean =>
  tellerOf(earlier).name !== tellerOf(later).name && isNear(earlier, later);

/** Calls that are looked through at most. */
const MAX_LOOKED_AT = 1_000_000;

/**
 * Suspected twins since an instant. Only a model that several programs used can have any, so only its calls are read.
 *
 * @param most Calls that are looked through, the oldest first.
 */
export const doublesSince = async (
  ledger: Ledger,
  from: number,
  most = MAX_LOOKED_AT,
): Promise<readonly Suspicion[]> => {
  const { rows } = await ledger.usage({ zone: 'UTC', where: [], from, by: ['app', 'source', 'model'] });
  const where = sharedModels(rows).map((value) => ({ dimension: 'model', op: '=', value }) as const);
  if (where.length === 0) return [];
  return suspectedDoubles(ledger.events({ from, where, order: 'oldest', limit: most }));
};

/** Models that calls of more than one program used, of sums by app, source and model. */
export const sharedModels = (rows: readonly UsageRow[]): readonly (string | null)[] => {
  const users = new Map<string | null, Set<string>>();
  for (const { key } of rows) {
    const model = key.model ?? null;
    users.set(model, (users.get(model) ?? new Set()).add(nameOf(key.app, key.source ?? '')));
  }
  return [...users].filter(([, apps]) => apps.size > 1).map(([model]) => model);
};

/** The log that may be left unread, so that only the other tells; undefined where both stand in one, or none in any. */
export const logToLeave = ({ tellers: [a, b] }: Suspicion): string | undefined =>
  a.source === b.source ? undefined : [a, b].find(({ source }) => isLogSource(source))?.source;

/** Looks through calls that come oldest first. */
export const suspectedDoubles = async (calls: AsyncIterable<StoredCall>): Promise<readonly Suspicion[]> => {
  const recent = new Map<string, StoredCall>();
  const found = new Map<string, Suspicion>();
  for await (const call of calls) {
    if (totalTokens(call.tokens) < MIN_TOKENS) continue;
    const counts = countsOf(call);
    const twin = recent.get(counts);
    if (twin !== undefined && areTwins(twin, call)) remember(found, twin, call);
    recent.delete(counts);
    recent.set(counts, call);
    if (recent.size > MAX_REMEMBERED) forgetBefore(recent, call.startedAt - NEAR_MS);
  }
  return [...found.values()].sort((a, b) => b.calls - a.calls);
};

const remember = (found: Map<string, Suspicion>, twin: StoredCall, call: StoredCall): void => {
  const [a, b] = [tellerOf(twin), tellerOf(call)];
  const tellers = a.name < b.name ? ([a, b] as const) : ([b, a] as const);
  const key = `${tellers[0].name}\n${tellers[1].name}`;
  const known = found.get(key);
  found.set(key, {
    tellers,
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
