import { z } from '@hono/zod-openapi';
import { answered, previousRange } from '../schemas/answer.ts';
import { unitPrice } from '../schemas/price.ts';
import { choice, count, list, nanoUsd, orNull, ratio, text } from '../schemas/primitives.ts';
import { asked, compare, metric } from '../schemas/question.ts';
import { usageRow, usageTotals } from '../schemas/usage.ts';
import { reads, readsCsv, readsCsvOfOne, readsOne } from './route.ts';

const name = z.string().min(1).max(200);
const modelsQuery = z.object({ ...asked, orderBy: metric.optional(), compare: compare.optional() });

const modelRow = usageRow
  .extend({
    shareOfCost: ratio(),
    shareOfTokens: ratio(),
    outputPerInput: ratio('Output tokens for one token of input.'),
    costPerCallNanoUsd: nanoUsd('null where a call has no price.').nullable(),
    usdPerMillionNanoUsd: nanoUsd('What a million tokens really cost, cache and all.').nullable(),
    cacheHitRate: ratio('Cache reads over all input.'),
    price: orNull(unitPrice, 'In force now; null where there is none.'),
    priced: choice(
      ['priced', 'zero', 'unknown'],
      'zero: it costs nothing, as models of your own machine. unknown: nobody knows its price.',
    ),
  })
  .openapi('ModelRow');

export const models = reads({
  path: '/models',
  summary: 'Models with their shares, rates and prices',
  query: modelsQuery,
  answer: z.object({
    ...answered,
    previousRange,
    rows: list(modelRow),
    totals: usageTotals,
    previousTotals: orNull(usageTotals),
  }),
});

export const modelsCsv = readsCsv({ path: '/models.csv', summary: 'The same as CSV', query: modelsQuery });

const whatIfQuery = z.object({
  ...asked,
  provider: name
    .optional()
    .openapi({ description: 'Who would bill; default the one the book knows it from.' }),
  model: name.openapi({ description: 'The other model.' }),
});

export const whatIf = readsOne({
  path: '/models/what-if',
  summary: 'What the same tokens would have cost on another model',
  params: z.object({}),
  query: whatIfQuery,
  answer: z.object({
    ...answered,
    target: z.object({ provider: text(), model: text(), price: orNull(unitPrice) }),
    rows: list(
      z.object({
        key: z.object({ provider: text().nullable(), model: text().nullable() }),
        calls: count(),
        tokens: count(),
        listNanoUsd: nanoUsd('What it cost.'),
        unpricedCalls: count(),
        whatIfNanoUsd: nanoUsd('What it would have cost, at base rates.').nullable(),
      }),
    ),
    totals: z.object({
      listNanoUsd: nanoUsd('Of the rows whose price is known, so that the two compare.'),
      whatIfNanoUsd: nanoUsd().nullable(),
      unpricedCalls: count('Calls without a price, left out on both sides.'),
    }),
    notes: list(
      z.object({ code: choice(['no_cache_price', 'base_rates', 'unpriced_left_out']), text: text() }),
      'What the comparison cannot know.',
    ),
  }),
});

export const whatIfCsv = readsCsvOfOne({
  path: '/models/what-if.csv',
  summary: 'The same as CSV',
  query: whatIfQuery,
});
