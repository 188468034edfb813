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

/** Of one model at a provider. */
export interface LapsingModel {
  readonly provider: string;
  readonly model: string;
  readonly usage: UsageTotals;
  readonly lapses: LapseTotals;
}

/** @param at Instant whose prices hold. */
export const lapseValue = (engine: PriceEngine, lapsing: LapsingModel, at: number): LapseValue => {
  const { provider, model, usage, lapses } = lapsing;
  const rates = baseRatesOf(engine, { provider, model }, at);
  if (rates === undefined) return { lapsedNanoUsd: null, oneHourGainNanoUsd: null, estimated: false };
  return {
    lapsedNanoUsd: Math.round(lapses.lapsedTokens * (writeRate(rates, usage) - rates('cacheRead'))),
    oneHourGainNanoUsd: hasHourPrice(engine, lapsing, at) ? oneHourGain(rates, usage, lapses) : null,
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
  return Math.round(lapsedTokens * (writeRate(rates, totalsOfCall(call)) - rates('cacheRead')));
};

/** What a written token cost on average: lapses are not told by their time to live. */
const writeRate = (rates: BaseRates, { tokens }: UsageTotals): number =>
  tokens.cacheWrite === 0
    ? rates('cacheWrite5m')
    : (tokens.cacheWrite5m * rates('cacheWrite5m') +
        tokens.cacheWrite1h * rates('cacheWrite1h') +
        otherWrites(tokens) * rates('cacheWrite')) /
      tokens.cacheWrite;

const hasHourPrice = (engine: PriceEngine, { provider, model }: LapsingModel, at: number): boolean => {
  const { tier } = engine.pricedBy({ provider, model, startedAt: at, tokens: {} });
  return tier?.line.rates.w1 !== undefined;
};

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
  const gained = spared * (rates('cacheWrite5m') - rates('cacheRead'));
  return Math.round(gained - (short - spared) * (rates('cacheWrite1h') - rates('cacheWrite5m')));
};
