import { nextInterval, startOfInterval, subtractTotals, type UsageRow } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import type { Meterline } from '../meterline.ts';
import { addUse, type CacheUse, NO_CACHE_USE, useOfCall, useOfSum } from './cache-savings.ts';
import type { Selection } from './selection.ts';

export interface CacheUses {
  readonly total: CacheUse;
  readonly models: ReadonlyMap<string, CacheUse>;
  /** By app and session. */
  readonly sessions: ReadonlyMap<string, { readonly session: string; readonly use: CacheUse }>;
  /** Calls whose share of the savings is an estimate: their sums do not tell it, and they are no longer kept singly. */
  readonly estimatedCalls: number;
}

/**
 * What caching did in a range. Sums by session, model and day tell most of it at once; only where they do not, the calls
 * themselves are read (a large ledger has a thousand times more of them).
 */
export const cacheUses = async (meterline: Meterline, scope: Selection): Promise<CacheUses> => {
  const { ledger, engine } = meterline;
  const by = ['app', 'session', 'provider', 'model'] as const;
  const { rows } = await ledger.usage({ ...scope, by, interval: 'day' });
  const uses: Grouped[] = [];
  const unclear = new Map<string, Unclear>();
  for (const row of rows) {
    const { exact, ...sum } = useOfSum(row, Math.max(row.start!, scope.from ?? row.start!), engine);
    if (exact) uses.push({ row, use: sum });
    else unclear.set(keyOf(row.key, row.start!), { row, sum, read: NO_CACHE_USE });
  }
  if (unclear.size > 0) await readCalls(meterline, scope, unclear);
  const read = [...unclear.values()].map((group) => ({ row: group.row, use: withRest(group) }));
  const estimatedCalls = [...unclear.values()].reduce(
    (sum, { row, read: { usage } }) => sum + row.calls - usage.calls,
    0,
  );
  return { ...gathered([...uses, ...read]), estimatedCalls };
};

interface Grouped {
  readonly row: UsageRow;
  readonly use: CacheUse;
}

/** A sum that does not tell its calls' savings, with those of the calls that were read. */
interface Unclear {
  readonly row: UsageRow;
  readonly sum: CacheUse;
  read: CacheUse;
}

const keyOf = (
  { app, session, provider, model }: Readonly<Record<string, string | null | undefined>>,
  day: number,
): string => JSON.stringify([app ?? null, session ?? null, provider ?? null, model ?? null, day]);

const readCalls = async (
  meterline: Meterline,
  scope: Selection,
  unclear: ReadonlyMap<string, Unclear>,
): Promise<void> => {
  const dayOf = dayFinder(scope.zone);
  for (const stretch of stretchesOf(unclear, scope))
    for await (const call of meterline.ledger.events(stretch)) {
      const group = unclear.get(keyOf(namesOf(call), dayOf(call.startedAt)));
      if (group !== undefined) group.read = addUse(group.read, useOfCall(call, meterline.price));
    }
};

const namesOf = ({ app, session, provider, modelCanonical }: StoredCall) => ({
  app,
  session,
  provider,
  model: modelCanonical,
});

/** Calls come day by day, so most lie in the day of the one before. */
const dayFinder = (zone: string): ((instant: number) => number) => {
  let [start, end] = [0, 0];
  return (instant) => {
    if (instant < start || instant >= end) {
      start = startOfInterval(instant, 'day', zone);
      end = nextInterval(start, 'day', zone);
    }
    return start;
  };
};

/** For each model the runs of days on which its sums are unclear. */
const stretchesOf = function* (unclear: ReadonlyMap<string, Unclear>, scope: Selection) {
  const days = new Map<string, Set<number>>();
  for (const { row } of unclear.values()) {
    const model = JSON.stringify([row.key.provider, row.key.model]);
    days.set(model, (days.get(model) ?? new Set()).add(row.start!));
  }
  for (const [names, starts] of days) {
    const [provider, model] = JSON.parse(names) as [string | null, string | null];
    // Values of one dimension with `=` are alternatives, so the question's own would widen ours.
    const where = [
      ...scope.where.filter(({ dimension, op }) => op !== '=' || !['provider', 'model'].includes(dimension)),
      { dimension: 'provider', op: '=', value: provider } as const,
      { dimension: 'model', op: '=', value: model } as const,
    ];
    for (const [first, end] of runsOf(starts, scope.zone))
      yield {
        where,
        order: 'oldest' as const,
        from: Math.max(first, scope.from ?? first),
        to: Math.min(end, scope.to ?? end),
      };
  }
};

/** Days that follow each other, as one stretch from the first to the end of the last. */
const runsOf = (starts: ReadonlySet<number>, zone: string): readonly (readonly [number, number])[] => {
  const runs: [number, number][] = [];
  for (const start of [...starts].sort((a, b) => a - b)) {
    const end = nextInterval(start, 'day', zone);
    const last = runs.at(-1);
    if (last?.[1] === start) last[1] = end;
    else runs.push([start, end]);
  }
  return runs;
};

/** What was read, and what is no longer kept singly at base rates. */
const withRest = ({ row, sum, read }: Unclear): CacheUse => {
  const rest = subtractTotals(row, read.usage);
  if (rest.calls <= 0) return read;
  const cached = row.tokens.cacheRead + row.tokens.cacheWrite;
  const share = (rest.tokens.cacheRead + rest.tokens.cacheWrite) / cached;
  return addUse(read, {
    usage: rest,
    savedNanoUsd: Math.round(sum.savedNanoUsd * share),
    premiumNanoUsd: Math.round(sum.premiumNanoUsd * share),
  });
};

const gathered = (groups: readonly Grouped[]): Omit<CacheUses, 'estimatedCalls'> => {
  let total = NO_CACHE_USE;
  const models = new Map<string, CacheUse>();
  const sessions = new Map<string, { session: string; use: CacheUse }>();
  for (const { row, use } of groups) {
    const { app, session, model } = row.key;
    total = addUse(total, use);
    models.set(model ?? '(none)', addUse(models.get(model ?? '(none)') ?? NO_CACHE_USE, use));
    if (session === null || session === undefined) continue;
    const key = JSON.stringify([app, session]);
    sessions.set(key, { session, use: addUse(sessions.get(key)?.use ?? NO_CACHE_USE, use) });
  }
  return { total, models, sessions };
};
