import type { ReportKind } from '../envelope.ts';
import { choice, count, nullable, object, type TypeOf, text } from '../shape.ts';

const row = object({
  key: object({ model: text('The name it holds for; `provider:*` is all of a provider.') }),
  kind: choice(['price', 'discount', 'alias', 'like']),
  says: text('In words.'),
  from: nullable(text('Inclusive; null is since always.')),
  to: nullable(text('Exclusive; null is until further notice.')),
});

const totals = object({ prices: count(), file: text('Where they stand.') });

export type JsonOwnPriceRow = TypeOf<typeof row>;
export type OwnPriceTotals = TypeOf<typeof totals>;

export const OWN_PRICES: ReportKind<JsonOwnPriceRow, OwnPriceTotals> = {
  name: 'own-prices',
  about: 'Prices of your own, which beat the price book (`meterline prices --own`).',
  row,
  totals,
};
