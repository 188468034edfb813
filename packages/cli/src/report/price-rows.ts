import {
  type BookSource,
  type ModelPrice,
  type PriceBook,
  type PricePeriod,
  RATE_NAMES,
  type Rates,
  type ResolvedModel,
} from '@meterline/core';
import { RATE_NAMES_SHOWN } from '../render/token-kind.ts';
import type { PriceRow } from './kinds/prices.ts';

const CERTAINTIES = { O: 'official', M: 'agreed', S: 'secondary', U: 'disputed' } as const;

/** In the order of the book's own list: input and output first. */
const namedRates = (rates: Rates): PriceRow['rates'] =>
  Object.fromEntries(
    RATE_NAMES.flatMap((name) => {
      const rate = rates[name];
      return rate === undefined ? [] : [[RATE_NAMES_SHOWN[name] ?? name, rate]];
    }),
  );

/** Half-open, as the engine reads it. */
const holdsAt = ({ from, to }: PricePeriod, at: number): boolean =>
  (from === undefined || Date.parse(from) <= at) && (to === undefined || at < Date.parse(to));

const sourceOf = (book: PriceBook, period: PricePeriod): BookSource | undefined =>
  period.src === undefined ? undefined : book.sources[period.src];

const rowOf = (
  resolved: ResolvedModel,
  price: ModelPrice,
  period: PricePeriod,
  book: PriceBook,
  at: number,
): PriceRow => {
  const own = resolved.matchedBy === 'override:price';
  const source = sourceOf(book, period);
  const cards = { ...(own ? {} : book.providers[resolved.provider]?.cards), ...price.cards };
  return {
    key: { provider: resolved.provider, model: resolved.model },
    from: period.from ?? null,
    to: period.to ?? null,
    current: holdsAt(period, at),
    rates: namedRates(period.r),
    tiers: (period.t ?? []).map(({ at: tokens, op, r }) => ({
      promptTokens: `${op}${tokens}`,
      rates: namedRates(r),
    })),
    cards: Object.keys(cards),
    fees: { ...period.fees },
    sourceUrl: source?.url ?? null,
    sourceSeen: source?.seen ?? null,
    certainty: own ? 'own' : period.conf === undefined ? 'official' : CERTAINTIES[period.conf],
    note: period.note ?? null,
  };
};

/** All periods of a model's price, oldest first. */
export const priceRows = (resolved: ResolvedModel, book: PriceBook, at: number): readonly PriceRow[] => {
  const { price } = resolved;
  if (price === undefined) return [];
  return price.p.map((period) => rowOf(resolved, price, period, book, at));
};
