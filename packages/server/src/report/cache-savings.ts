import {
  addTotals,
  cacheWriteTokens,
  NO_USAGE,
  type PriceEngine,
  type TokenUsage,
  totalsOfCall,
  type UsageRow,
  type UsageTotals,
} from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import type { Meterline } from '../meterline.ts';
import { type BaseRates, baseRatesOf, costAt, otherWrites } from './base-rates.ts';

/** What caching did for some calls. Money in nano-USD, at the prices known now. */
export interface CacheUse {
  readonly usage: UsageTotals;
  /** What the same tokens cost without a cache, less what they cost with it. */
  readonly savedNanoUsd: number;
  /** What cache writes cost above plain input. */
  readonly premiumNanoUsd: number;
}

export const NO_CACHE_USE: CacheUse = { usage: NO_USAGE, savedNanoUsd: 0, premiumNanoUsd: 0 };

export const addUse = (a: CacheUse, b: CacheUse): CacheUse => ({
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
export const useOfCall = (call: StoredCall, price: Meterline['price']): CacheUse => {
  const usage = totalsOfCall(call);
  if (!usesCache(usage)) return { usage, savedNanoUsd: 0, premiumNanoUsd: 0 };
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

export const usesCache = ({ tokens }: UsageTotals): boolean => tokens.cacheRead + tokens.cacheWrite > 0;

/** A sum of a model's calls, with whether it tells what caching did for each of them. */
export interface SumUse extends CacheUse {
  /** To a nano-dollar a call. If not, some calls were priced by more than the model: a context tier, batch, a region. */
  readonly exact: boolean;
}

/**
 * Prices a sum of one model's calls at once. What the sum costs at base rates must be what its calls were recorded with:
 * then all of them were priced so, and savings, which are linear, can be worked out of the sum.
 */
export const useOfSum = (row: UsageRow, at: number, engine: PriceEngine): SumUse => {
  const { provider, model } = row.key;
  const nothing = { usage: row, savedNanoUsd: 0, premiumNanoUsd: 0 };
  if (!usesCache(row)) return { ...nothing, exact: true };
  const rates = baseRatesOf(engine, { provider: provider ?? '', model: model ?? '' }, at);
  if (rates === undefined) return { ...nothing, exact: row.cost.listNanoUsd === 0 };
  const premium = writesAboveInput(rates, row);
  const reads = row.tokens.cacheRead * (rates('input') - rates('cacheRead'));
  return {
    usage: row,
    savedNanoUsd: Math.round(reads - premium),
    premiumNanoUsd: Math.round(premium),
    exact: Math.abs(costAt(rates, row) - row.cost.listNanoUsd) <= row.calls,
  };
};

const writesAboveInput = (rates: BaseRates, { tokens }: UsageTotals): number =>
  tokens.cacheWrite5m * (rates('cacheWrite5m') - rates('input')) +
  tokens.cacheWrite1h * (rates('cacheWrite1h') - rates('input')) +
  otherWrites(tokens) * (rates('cacheWrite') - rates('input'));
