import { type CacheLapse, type PriceEngine, totalsOfCall, type UsageTotals } from '@meterline/core';
import type { LapseTotals, StoredCall } from '@meterline/store';
import { type BaseRates, baseRatesOf, costAt, otherWrites } from './base-rates.ts';

/** What a model's lapses cost, at its base rates. Nano-USD. */
export interface LapseValue {
  /** Of writing again what would have been read; null where the model has no price. */
  readonly lapsedNanoUsd: number | null;
  /**
   * What a cache of one hour would have gained instead of one of five minutes (below 0: cost); null where the model has
   * no price for that, or wrote nothing for five minutes.
   */
  readonly oneHourGainNanoUsd: number | null;
  /** The calls were not priced by the base rates alone, so these are estimates. */
  readonly estimated: boolean;
}

/** The prices that lapses of a model are valued at. */
export interface LapsePrice {
  readonly rates: BaseRates;
  /** A cache that lives for an hour has a price of its own. */
  readonly hasHour: boolean;
}

/** @returns Gives the price of a model at an instant, undefined where it has none. Each is looked up once. */
export const lapsePrices = (
  engine: PriceEngine,
  at: number,
): ((provider: string, model: string) => LapsePrice | undefined) => {
  const known = new Map<string, LapsePrice | undefined>();
  return (provider, model) => {
    const name = `${provider.length}:${provider}${model}`;
    if (!known.has(name)) known.set(name, lapsePriceOf(engine, provider, model, at));
    return known.get(name);
  };
};

const lapsePriceOf = (
  engine: PriceEngine,
  provider: string,
  model: string,
  at: number,
): LapsePrice | undefined => {
  const rates = baseRatesOf(engine, { provider, model }, at);
  const { tier } = engine.pricedBy({ provider, model, startedAt: at, tokens: {} });
  return rates && { rates, hasHour: tier?.line.rates.w1 !== undefined };
};

/** What a model's lapses cost. */
export const lapseValue = (
  price: LapsePrice | undefined,
  usage: UsageTotals,
  lapses: LapseTotals,
): LapseValue => {
  if (price === undefined) return { lapsedNanoUsd: null, oneHourGainNanoUsd: null, estimated: false };
  const { rates, hasHour } = price;
  return {
    lapsedNanoUsd: Math.round(lapses.lapsedTokens * (writeRate(rates, usage) - rates.cacheRead)),
    oneHourGainNanoUsd: hasHour ? oneHourGain(rates, usage, lapses) : null,
    estimated: Math.abs(costAt(rates, usage) - usage.cost.listNanoUsd) > usage.calls,
  };
};

/** What one lapse cost, nano-USD; null where the model has no price. */
export const lapseCost = (
  engine: PriceEngine,
  call: StoredCall,
  { lapsedTokens }: CacheLapse,
): number | null => {
  const rates = baseRatesOf(engine, { provider: call.provider, model: call.modelCanonical }, call.startedAt);
  if (rates === undefined) return null;
  return Math.round(lapsedTokens * (writeRate(rates, totalsOfCall(call)) - rates.cacheRead));
};

/** What a written token cost on average: lapses are not told by their time to live. */
const writeRate = (rates: BaseRates, { tokens }: UsageTotals): number =>
  tokens.cacheWrite === 0
    ? rates.cacheWrite5m
    : (tokens.cacheWrite5m * rates.cacheWrite5m +
        tokens.cacheWrite1h * rates.cacheWrite1h +
        otherWrites(tokens) * rates.cacheWrite) /
      tokens.cacheWrite;

/**
 * With an hour to live, what lapsed within the hour would have been read instead of written; everything else that was
 * written for five minutes would have cost the rate of an hour.
 */
const oneHourGain = (
  rates: BaseRates,
  { tokens }: UsageTotals,
  { lapsedWithinHourTokens }: LapseTotals,
): number | null => {
  const short = tokens.cacheWrite5m + otherWrites(tokens);
  if (short === 0) return null;
  const spared = Math.min(lapsedWithinHourTokens, short);
  const gained = spared * (rates.cacheWrite5m - rates.cacheRead);
  return Math.round(gained - (short - spared) * (rates.cacheWrite1h - rates.cacheWrite5m));
};
