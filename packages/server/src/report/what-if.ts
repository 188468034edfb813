import {
  fail,
  ok,
  type PriceEngine,
  type ResolvedModel,
  type Result,
  type UsageRow,
  type UsageTotals,
} from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { baseRatesOf, costAt } from './base-rates.ts';
import { currentPrice, type PriceRow } from './price-rows.ts';
import { type Selection, selectionOf } from './selection.ts';

/** The other model: a name as somebody types it, and who would bill where that is said. */
export interface WhatIfTarget {
  readonly provider?: string | undefined;
  readonly model: string;
}

/** What the same tokens would have cost on another model, at its base rates of now. Money in nano-USD. */
export interface WhatIf {
  readonly target: { readonly provider: string; readonly model: string; readonly price: PriceRow | null };
  /** A row for each model that was used, the most expensive first. */
  readonly rows: readonly WhatIfRow[];
  /** Of the rows that have a price on both sides, so that the two compare. */
  readonly totals: WhatIfTotals;
  readonly lacks: WhatIfLacks;
}

export interface WhatIfRow {
  readonly key: { readonly provider: string | null; readonly model: string | null };
  readonly calls: number;
  readonly tokens: number;
  /** What it cost; of a row with `unpricedCalls` only a part. */
  readonly listNanoUsd: number;
  readonly unpricedCalls: number;
  readonly whatIfNanoUsd: number;
}

export interface WhatIfTotals {
  readonly calls: number;
  readonly tokens: number;
  readonly listNanoUsd: number;
  readonly whatIfNanoUsd: number;
  /** Calls of the rows that are left out, since not all of their calls have a price. */
  readonly leftOutCalls: number;
  readonly unpricedCalls: number;
}

/** What the comparison cannot know. */
export interface WhatIfLacks {
  /** The other model has no price for cache reads, and there are some: they count as plain input. */
  readonly cacheReadPrice: boolean;
  readonly cacheWritePrice: boolean;
  /** The other model's price has context tiers, which sums do not tell: base rates were used. */
  readonly tiers: boolean;
  /** What was used was priced by more than base rates too: tiers, batch, or a price of that time. */
  readonly mixedRates: boolean;
  /** Tokens of other kinds (audio, images), which are left out. */
  readonly otherTokens: number;
}

/** @returns A fault where the other model has no price. */
export const whatIf = async (
  ledger: Ledger,
  engine: PriceEngine,
  selection: Selection,
  target: WhatIfTarget,
  now: number,
): Promise<Result<WhatIf>> => {
  const resolved = engine.resolve(target.provider ?? '', target.model);
  const rates = baseRatesOf(engine, { provider: target.provider ?? '', model: target.model }, now);
  if (rates === undefined) return noPrice(target.model);
  const price = currentPrice(resolved, engine.book, now) ?? null;
  const usage = await ledger.usage({ ...selectionOf(selection), by: ['provider', 'model'] });
  const rows = usage.rows.map((row) => rowOf(row, Math.round(costAt(rates, row))));
  const mixedRates = usage.rows.some((row) => isMixed(engine, row, now));
  return ok({
    target: { provider: resolved.provider, model: resolved.model, price },
    rows,
    totals: totalsOf(rows),
    lacks: { ...lacksOf(resolved, price, usage.totals), mixedRates },
  });
};

const noPrice = (model: string): Result<never> =>
  fail('PRICE_NOT_FOUND', `${model} has no price now.`, 'Choose a model of the price book.');

const rowOf = (row: UsageRow, whatIfNanoUsd: number): WhatIfRow => ({
  key: { provider: row.key.provider ?? null, model: row.key.model ?? null },
  calls: row.calls,
  tokens: row.tokens.total,
  listNanoUsd: row.cost.listNanoUsd,
  unpricedCalls: row.cost.unpricedCalls,
  whatIfNanoUsd,
});

/** Whether a model's calls cost something else than its base rates of now. */
const isMixed = (engine: PriceEngine, row: UsageRow, now: number): boolean => {
  const named = { provider: row.key.provider ?? '', model: row.key.model ?? '' };
  const own = baseRatesOf(engine, named, now);
  return own !== undefined && Math.abs(costAt(own, row) - row.cost.listNanoUsd) > row.calls;
};

const totalsOf = (rows: readonly WhatIfRow[]): WhatIfTotals => {
  const compared = rows.filter(({ unpricedCalls }) => unpricedCalls === 0);
  const sum = (of: readonly WhatIfRow[], name: Exclude<keyof WhatIfRow, 'key'>): number =>
    of.reduce((total, row) => total + row[name], 0);
  return {
    calls: sum(compared, 'calls'),
    tokens: sum(compared, 'tokens'),
    listNanoUsd: sum(compared, 'listNanoUsd'),
    whatIfNanoUsd: sum(compared, 'whatIfNanoUsd'),
    leftOutCalls: sum(rows, 'calls') - sum(compared, 'calls'),
    unpricedCalls: sum(rows, 'unpricedCalls'),
  };
};

const lacksOf = (
  { kind }: ResolvedModel,
  price: PriceRow | null,
  { tokens }: UsageTotals,
): Omit<WhatIfLacks, 'mixedRates'> => {
  const { cr, w, w5, w1 } = price?.rates ?? {};
  const free = kind === 'zero';
  return {
    cacheReadPrice: !free && cr === undefined && tokens.cacheRead > 0,
    cacheWritePrice: !free && (w ?? w5 ?? w1) === undefined && tokens.cacheWrite > 0,
    tiers: (price?.tiers.length ?? 0) > 0,
    otherTokens: tokens.total - tokens.input - tokens.cacheRead - tokens.cacheWrite - tokens.output,
  };
};
