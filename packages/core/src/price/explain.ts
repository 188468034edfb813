import { formatScaled, formatUsdExact } from '../money/nano-usd.ts';
import type { TokenKind } from '../usage/token-usage.ts';
import { type BookSource, picoPerToken, type RateName } from './book.ts';
import type { Cost, PriceableCall } from './cost.ts';
import type { PricedBy, PriceEngine } from './engine.ts';
import type { NamedRatio } from './plan.ts';
import { rateFor, WEIGHT_KINDS } from './rate-line.ts';

/** One bucket of the arithmetic, before multipliers. Amounts are exact decimals of US dollars. */
export interface CostLine {
  readonly bucket: TokenKind;
  readonly tokens: number;
  readonly usdPerMillion: string;
  /** Which rate pays; differs from the bucket's own where the model has none. */
  readonly rate: RateName;
  readonly usd: string;
}

export interface FeeLine {
  readonly fee: 'webSearch' | 'request';
  readonly count: number;
  readonly usdEach: string;
  readonly usd: string;
}

/** The arithmetic behind a cost, for `meterline explain` and the dashboard. */
export interface CostExplanation {
  readonly cost: Cost;
  readonly provider: string;
  readonly model: string;
  readonly promptTokens: number;
  readonly tier: string | undefined;
  readonly lines: readonly CostLine[];
  /** Sum of the lines: `(subtotal × multipliers) + fees`, rounded once, is the list price. */
  readonly subtotalUsd: string;
  readonly multipliers: readonly NamedRatio[];
  /** Rates that the card's multiplier leaves alone. */
  readonly fees: readonly FeeLine[];
  readonly listUsd: string | undefined;
  readonly period: { readonly from: string | undefined; readonly to: string | undefined } | undefined;
  readonly source: BookSource | undefined;
  readonly sourceConfidence: string | undefined;
  readonly note: string | undefined;
}

const USD_PICO_PLACES = 12;

/** Reasoning is a part of output: where it has a rate of its own, it leaves the output line. */
const tokensOf = (by: PricedBy, index: number): number => {
  const kind = WEIGHT_KINDS[index]!;
  const counts = by.counts;
  const apart = by.tier!.line.rates.rs !== undefined;
  if (kind === 'reasoning') return apart ? counts[index]! : 0;
  return kind === 'output' && apart ? counts[index]! - counts[11]! : counts[index]!;
};

const costLines = (by: PricedBy): { line: CostLine; pico: bigint }[] => {
  const rates = by.tier?.line.rates;
  if (rates === undefined) return [];
  return WEIGHT_KINDS.flatMap((bucket, index) => {
    const tokens = tokensOf(by, index);
    const picked =
      bucket === 'reasoning'
        ? { name: 'rs' as const, pico: picoPerToken(rates.rs ?? 0) }
        : rateFor(rates, bucket);
    if (tokens === 0 || picked === undefined) return [];
    const pico = BigInt(tokens) * BigInt(picked.pico);
    const usd = formatScaled(pico, USD_PICO_PLACES);
    const usdPerMillion = formatScaled(picked.pico, 6);
    return [{ line: { bucket, tokens, usdPerMillion, rate: picked.name, usd }, pico }];
  });
};

const feeLines = (call: PriceableCall, by: PricedBy): FeeLine[] => {
  const fee = (name: FeeLine['fee'], count: number, nano: number): FeeLine[] =>
    count > 0 && nano > 0
      ? [{ fee: name, count, usdEach: formatUsdExact(nano), usd: formatUsdExact(count * nano) }]
      : [];
  return [
    ...fee('webSearch', call.webSearches ?? 0, by.period?.webSearchNano ?? 0),
    ...fee('request', call.requests ?? 1, by.period?.requestNano ?? 0),
  ];
};

/** Prices a call and shows how: buckets, rates, tier, multipliers, fees, period and where the price was seen. */
export const explainCost = (call: PriceableCall, engine: PriceEngine): CostExplanation => {
  const cost = engine.price(call);
  const by = engine.pricedBy(call);
  const lines = costLines(by);
  const period = by.period?.period;
  return {
    cost,
    provider: by.plan.resolved.provider,
    model: by.plan.resolved.model,
    promptTokens: by.promptTokens,
    tier: by.tier?.label,
    lines: lines.map(({ line }) => line),
    subtotalUsd: formatScaled(
      lines.reduce((sum, { pico }) => sum + pico, 0n),
      USD_PICO_PLACES,
    ),
    multipliers: by.plan.multipliers,
    fees: feeLines(call, by),
    listUsd: cost.listNanoUsd === undefined ? undefined : formatUsdExact(cost.listNanoUsd),
    period: period === undefined ? undefined : { from: period.from, to: period.to },
    source: period?.src === undefined ? undefined : engine.book.sources[period.src],
    sourceConfidence: period?.conf,
    note: period?.note,
  };
};
