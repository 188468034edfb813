import type { PriceRow } from './price-rows.ts';
import { namedRates } from './rate-names.ts';

const isoOrNull = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

/** A price as JSON gives it, on the command line and in the API alike. */
export const unitPriceOf = ({ provider, model, fromAt, toAt, rates, tiers, ...row }: PriceRow) => ({
  key: { provider, model },
  from: isoOrNull(fromAt),
  to: isoOrNull(toAt),
  current: row.current,
  rates: namedRates(rates),
  tiers: tiers.map((tier) => ({ promptTokens: `${tier.op}${tier.tokens}`, rates: namedRates(tier.rates) })),
  cards: row.cards,
  fees: row.fees,
  sourceUrl: row.sourceUrl,
  sourceSeen: row.sourceSeen,
  certainty: row.certainty,
  note: row.note,
});
