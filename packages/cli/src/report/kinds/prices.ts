import type { ReportKind } from '../envelope.ts';
import { count, list, nullable, number, object, record, type TypeOf, text, yes } from '../shape.ts';

const rates = record(number('US dollars per million tokens.'));

const row = object({
  key: object({ provider: text(), model: text() }),
  from: nullable(text('Inclusive; null is since always.')),
  to: nullable(text('Exclusive; null is until further notice.')),
  current: yes('Holds at the time that was asked for.'),
  rates,
  tiers: list(
    object({ promptTokens: text('`>200000`: of the whole prompt.'), rates }),
    'Whole-call context tiers.',
  ),
  cards: list(text(), 'Other rate cards: batch, flex, priority, fast.'),
  fees: record(number('US dollars each.')),
  sourceUrl: nullable(text()),
  sourceSeen: nullable(text('When the price was seen there.')),
  certainty: text('own, official, agreed, secondary or disputed.'),
  note: nullable(text()),
});

const totals = object({
  models: count(),
  bookVersion: text(),
  bookDate: text(),
});

export type JsonPriceRow = TypeOf<typeof row>;
export type PriceTotals = TypeOf<typeof totals>;

export const PRICES: ReportKind<JsonPriceRow, PriceTotals> = {
  name: 'prices',
  about: 'What models cost, with history and where it is known from (`meterline prices`).',
  row,
  totals,
};
