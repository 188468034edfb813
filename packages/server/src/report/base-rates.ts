import { type PriceEngine, type TokenKind, type UsageTotals, WEIGHT_KINDS } from '@meterline/core';

/** Nano-USD a token of each kind while only the model decides: no context tier, batch, speed or region. */
export type BaseRates = Readonly<Record<TokenKind, number>>;

const ratesFrom = (rateOf: (index: number) => number): BaseRates =>
  Object.fromEntries(WEIGHT_KINDS.map((kind, index) => [kind, rateOf(index)])) as Record<TokenKind, number>;

const FREE = ratesFrom(() => 0);

/** The base rates of a model at an instant; `undefined` where no price is known. */
export const baseRatesOf = (
  engine: PriceEngine,
  model: { readonly provider: string; readonly model: string },
  startedAt: number,
): BaseRates | undefined => {
  const { plan, tier } = engine.pricedBy({ ...model, startedAt, tokens: {} });
  if (plan.resolved.kind === 'zero') return FREE;
  if (tier === undefined) return undefined;
  const { weights, divisor } = tier.line;
  return ratesFrom((index) => weights[index]! / divisor);
};

/** What sums of tokens cost at base rates, nano-USD. Reasoning is inside output and pays the difference. */
export const costAt = (rates: BaseRates, { tokens }: UsageTotals): number =>
  tokens.input * rates.input +
  tokens.output * rates.output +
  tokens.reasoning * rates.reasoning +
  tokens.cacheRead * rates.cacheRead +
  tokens.cacheWrite5m * rates.cacheWrite5m +
  tokens.cacheWrite1h * rates.cacheWrite1h +
  otherWrites(tokens) * rates.cacheWrite;

export const otherWrites = ({ cacheWrite, cacheWrite5m, cacheWrite1h }: UsageTotals['tokens']): number =>
  cacheWrite - cacheWrite5m - cacheWrite1h;
