import { z } from '@hono/zod-openapi';
import { count, list, number, record, text, yes } from './primitives.ts';

const rates = record(number('US dollars per million tokens.'));

/** A price of a model for a time, as `meterline prices` shows it. */
export const unitPrice = z
  .object({
    key: z.object({ provider: text(), model: text() }),
    from: text('Inclusive; null is since always.').nullable(),
    to: text('Exclusive; null is until further notice.').nullable(),
    current: yes('Holds now.'),
    rates,
    tiers: list(z.object({ promptTokens: text('`>200000`: of the whole prompt.'), rates })),
    cards: list(text(), 'Other rate cards: batch, flex, priority, fast.'),
    fees: record(number('US dollars each.')),
    sourceUrl: text().nullable(),
    sourceSeen: text('When the price was seen there.').nullable(),
    certainty: text('own, official, agreed, secondary or disputed.'),
    note: text().nullable(),
  })
  .openapi('UnitPrice');

export const unpricedModel = z
  .object({ provider: text(), model: text(), calls: count(), tokens: count() })
  .openapi('UnpricedModel');
