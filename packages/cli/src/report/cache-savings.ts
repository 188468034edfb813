import { cacheWriteTokens, type TokenUsage, type UsageTotals } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import type { StoredCall } from '@meterline/store';
import { addTotals } from './add-usage.ts';
import { totalsOfCall } from './call-totals.ts';
import { NO_USAGE } from './usage-figures.ts';

/** What caching did for some calls. Money in nano-USD, at the prices known now. */
export interface CacheUse {
  readonly usage: UsageTotals;
  /** What the same tokens cost without a cache, less what they cost with it. */
  readonly savedNanoUsd: number;
  /** What cache writes cost above plain input. */
  readonly premiumNanoUsd: number;
}

export const NO_CACHE_USE: CacheUse = { usage: NO_USAGE, savedNanoUsd: 0, premiumNanoUsd: 0 };

const addUse = (a: CacheUse, b: CacheUse): CacheUse => ({
  usage: addTotals(a.usage, b.usage),
  savedNanoUsd: a.savedNanoUsd + b.savedNanoUsd,
  premiumNanoUsd: a.premiumNanoUsd + b.premiumNanoUsd,
});

/** The counts with some of the cached input sent as plain input. Context tiers see the same prompt either way. */
const asInput = (tokens: TokenUsage, reads: boolean): TokenUsage => {
  const {
    cacheWrite5m: _5m,
    cacheWrite1h: _1h,
    cacheWrite12h: _12h,
    cacheWrite: _,
    cacheRead,
    ...rest
  } = tokens;
  const moved = cacheWriteTokens(tokens) + (reads ? (cacheRead ?? 0) : 0);
  return {
    ...rest,
    input: (tokens.input ?? 0) + moved,
    ...(reads || cacheRead === undefined ? {} : { cacheRead }),
  };
};

/** Prices one call as it was, without its writes, and without any cache. */
const useOf = (call: StoredCall, price: Meterline['price']): CacheUse => {
  const usage = totalsOfCall(call);
  if ((call.tokens.cacheRead ?? 0) + cacheWriteTokens(call.tokens) === 0)
    return { usage, savedNanoUsd: 0, premiumNanoUsd: 0 };
  const list = (tokens: TokenUsage): number | undefined => price({ ...call, tokens }).cost.listNanoUsd;
  const [real, withoutWrites, without] = [
    list(call.tokens),
    list(asInput(call.tokens, false)),
    list(asInput(call.tokens, true)),
  ];
  if (real === undefined || withoutWrites === undefined || without === undefined)
    return { usage, savedNanoUsd: 0, premiumNanoUsd: 0 };
  return { usage, savedNanoUsd: without - real, premiumNanoUsd: real - withoutWrites };
};

export interface CacheUses {
  readonly total: CacheUse;
  readonly models: ReadonlyMap<string, CacheUse>;
  /** By app and session. */
  readonly sessions: ReadonlyMap<string, { readonly session: string; readonly use: CacheUse }>;
}

/** Sessions that are told apart; beyond it further ones count in the totals and models only. */
const MAX_SESSIONS = 100_000;

/** Reads every call of a range once. */
export const cacheUses = async (
  calls: AsyncIterable<StoredCall>,
  price: Meterline['price'],
): Promise<CacheUses> => {
  let total = NO_CACHE_USE;
  const models = new Map<string, CacheUse>();
  const sessions = new Map<string, { session: string; use: CacheUse }>();
  for await (const call of calls) {
    const use = useOf(call, price);
    total = addUse(total, use);
    models.set(call.modelCanonical, addUse(models.get(call.modelCanonical) ?? NO_CACHE_USE, use));
    if (call.session === undefined) continue;
    const key = JSON.stringify([call.app ?? null, call.session]);
    const known = sessions.get(key);
    if (known === undefined && sessions.size >= MAX_SESSIONS) continue;
    sessions.set(key, { session: call.session, use: addUse(known?.use ?? NO_CACHE_USE, use) });
  }
  return { total, models, sessions };
};
