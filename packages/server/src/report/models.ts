import { cacheHitRate, type PriceEngine, sentTokens, type UsageTotals } from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { type BoundRange, type ComparedQuery, type ComparedRow, comparedUsage } from './comparison.ts';
import { nanoUsdPerMillion } from './cost-per-token.ts';
import { currentPrice, type PriceRow } from './price-rows.ts';
import { selectionOf } from './selection.ts';

/** A model at a provider, with what it came to. `key` has the two. */
export interface ModelRow extends ComparedRow {
  /** Of the list price of all models, 0 to 1; null where nothing is priced. */
  readonly shareOfCost: number | null;
  readonly shareOfTokens: number | null;
  /** Output tokens for one token of input, cached or not; null without input. */
  readonly outputPerInput: number | null;
  /** Nano-USD; null where a call has no price. */
  readonly costPerCallNanoUsd: number | null;
  /** What a million tokens really cost, cache and all; null where a call has no price. */
  readonly nanoUsdPerMillion: number | null;
  readonly cacheHitRate: number | null;
  /** In force now; null where none is known. */
  readonly price: PriceRow | null;
  /** Why there is no price: the model costs nothing, or nobody knows it. */
  readonly priced: 'priced' | 'zero' | 'unknown';
}

export interface Models {
  /** The largest first. */
  readonly rows: readonly ModelRow[];
  readonly totals: UsageTotals;
  readonly previousRange: BoundRange | undefined;
  readonly previousTotals: UsageTotals | undefined;
}

/** Models with their shares, rates and the prices of now. */
export const models = async (
  ledger: Ledger,
  engine: PriceEngine,
  query: ComparedQuery,
  now: number,
): Promise<Models> => {
  const { orderBy = 'cost' } = query;
  const { rows, totals, previousRange, previousTotals } = await comparedUsage(ledger, query, {
    ...selectionOf(query),
    by: ['provider', 'model'],
    orderBy,
  });
  return {
    rows: rows.map((row) => ({ ...row, ...figuresOf(row, totals), ...priceNow(engine, row.key, now) })),
    totals,
    previousRange,
    previousTotals,
  };
};

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

type Figures = Omit<ModelRow, keyof ComparedRow | 'price' | 'priced'>;

const figuresOf = (usage: UsageTotals, totals: UsageTotals): Figures => {
  const { tokens, cost, calls } = usage;
  return {
    shareOfCost: ratio(cost.listNanoUsd, totals.cost.listNanoUsd),
    shareOfTokens: ratio(tokens.total, totals.tokens.total),
    outputPerInput: ratio(tokens.output, sentTokens(tokens)),
    costPerCallNanoUsd: calls === 0 || cost.unpricedCalls > 0 ? null : Math.round(cost.listNanoUsd / calls),
    nanoUsdPerMillion: nanoUsdPerMillion(usage) ?? null,
    cacheHitRate: cacheHitRate(tokens),
  };
};

const priceNow = (
  engine: PriceEngine,
  key: ComparedRow['key'],
  now: number,
): Pick<ModelRow, 'price' | 'priced'> => {
  const resolved = engine.resolve(key.provider ?? '', key.model ?? '');
  const price = currentPrice(resolved, engine.book, now) ?? null;
  const without = resolved.kind === 'zero' ? 'zero' : 'unknown';
  return { price, priced: price === null ? without : 'priced' };
};
