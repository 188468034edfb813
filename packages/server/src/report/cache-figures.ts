import {
  cacheHitRate,
  type Dimension,
  knowledgeOf,
  type PriceEngine,
  sentTokens,
  sumTotals,
  type UsageRow,
  type UsageTotals,
} from '@meterline/core';
import type { LapseTotals, Ledger } from '@meterline/store';
import { type LapseValue, lapsePrices, lapseValue } from './lapse-value.ts';
import { type Selection, selectionOf } from './selection.ts';

/** What caching did for some calls. Money in nano-USD. */
export interface CacheFigures extends LapseTotals {
  readonly usage: UsageTotals;
  /** Cache reads over all that was sent, 0 to 1; null when nothing was sent. */
  readonly hitRate: number | null;
  /** Against no cache, less what writing cost; below 0 the cache cost more. Null where no price is known. */
  readonly netSavedNanoUsd: number | null;
  /** What the lapses cost at base rates; null where none of their models has a price. */
  readonly lapsedNanoUsd: number | null;
  /** What one hour to live would have gained (below 0: cost) instead of five minutes; null where that is not known. */
  readonly oneHourGainNanoUsd: number | null;
}

/** One model's calls within a group, the smallest thing that has one set of prices. */
export interface CachePart {
  /** With `provider`, `model` and the dimensions that were asked for. */
  readonly key: UsageRow['key'];
  readonly usage: UsageTotals;
  readonly lapses: LapseTotals;
  readonly value: LapseValue;
}

const NO_LAPSES: LapseTotals = {
  lapses: 0,
  lapsedTokens: 0,
  lapsesWithinHour: 0,
  lapsedWithinHourTokens: 0,
};

/** What was used, and what lapsed, by model and some dimensions more; valued at the prices of an instant. */
export const cacheParts = async (
  ledger: Ledger,
  engine: PriceEngine,
  selection: Selection,
  dimensions: readonly Dimension[],
  at: number,
): Promise<readonly CachePart[]> => {
  const by: readonly Dimension[] = [...dimensions, 'provider', 'model'];
  const used = await ledger.usage({ ...selectionOf(selection), by });
  const lapsed = await ledger.lapses({ ...selectionOf(selection), by });
  const byKey = new Map(lapsed.rows.map((row) => [textOf(row.key, by), row]));
  const priceOf = lapsePrices(engine, at);
  return used.rows.map((row) => {
    const { key } = row;
    const lapses = byKey.get(textOf(key, by)) ?? NO_LAPSES;
    const price = priceOf(key.provider ?? '', key.model ?? '');
    return { key, usage: row, lapses, value: lapseValue(price, row, lapses) };
  });
};

/** Values of some dimensions as one text, each with its length before it: others never read the same. */
const textOf = (key: UsageRow['key'], dimensions: readonly Dimension[]): string => {
  let text = '';
  for (const name of dimensions) {
    const value = key[name] ?? null;
    text += value === null ? '-' : `${value.length}:${value}`;
  }
  return text;
};

/** The figures of several parts together. */
export const cacheFigures = (parts: readonly CachePart[]): CacheFigures => {
  const usage = sumTotals(parts.map((part) => part.usage));
  const lapsing = parts.filter((part) => part.lapses.lapses > 0);
  const lapses = lapsing.reduce<LapseTotals>((sum, part) => addLapses(sum, part.lapses), NO_LAPSES);
  return {
    usage,
    ...lapses,
    hitRate: cacheHitRate(usage.tokens),
    netSavedNanoUsd: netSaved(usage),
    lapsedNanoUsd: lapsing.length === 0 ? 0 : sumOfKnown(lapsing.map(({ value }) => value.lapsedNanoUsd)),
    oneHourGainNanoUsd: sumOfKnown(parts.map(({ value }) => value.oneHourGainNanoUsd)),
  };
};

const addLapses = (a: LapseTotals, b: LapseTotals): LapseTotals => ({
  lapses: a.lapses + b.lapses,
  lapsedTokens: a.lapsedTokens + b.lapsedTokens,
  lapsesWithinHour: a.lapsesWithinHour + b.lapsesWithinHour,
  lapsedWithinHourTokens: a.lapsedWithinHourTokens + b.lapsedWithinHourTokens,
});

/** Without a price nothing is known of what a cache saved, which is not that it saved nothing. */
const netSaved = (usage: UsageTotals): number | null => {
  const { tokens, cost } = usage;
  const usesCache = tokens.cacheRead + tokens.cacheWrite > 0;
  if (usesCache && knowledgeOf(usage) === 'unpriced') return null;
  return cost.cacheSavedNanoUsd - cost.cachePremiumNanoUsd;
};

const sumOfKnown = (amounts: readonly (number | null)[]): number | null =>
  amounts.reduce<number | null>((sum, amount) => (amount === null ? sum : (sum ?? 0) + amount), null);

/** Parts by the values of some dimensions, each group with its figures, those that sent the most first. */
export const cacheGroups = <const D extends Dimension>(
  parts: readonly CachePart[],
  dimensions: readonly D[],
): readonly CacheGroup<D>[] => {
  const groups = Map.groupBy(parts, ({ key }) => textOf(key, dimensions));
  return [...groups.values()]
    .map((group) => {
      const { key } = group[0]!;
      const own = Object.fromEntries(dimensions.map((name) => [name, key[name] ?? null]));
      return { key: own as Record<D, string | null>, ...cacheFigures(group) };
    })
    .sort((a, b) => sentTokens(b.usage.tokens) - sentTokens(a.usage.tokens));
};

export interface CacheGroup<D extends string> extends CacheFigures {
  readonly key: Readonly<Record<D, string | null>>;
}
