import { z } from '@hono/zod-openapi';
import { unitPrice } from '../schemas/price.ts';
import { count, instant, list, nanoUsd, text } from '../schemas/primitives.ts';
import { search, where, whole } from '../schemas/question.ts';
import { reads, readsCsv, writes } from './route.ts';

const MAX_NAME = 200;
const modelName = z.string().trim().min(1).max(MAX_NAME);
const decimal = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,6})?$/, 'Must be US dollars per million tokens, such as 2.50.');

const pricesQuery = z.object({
  search,
  model: modelName.optional().openapi({ description: 'Only prices of exactly this model.' }),
  provider: z.string().max(MAX_NAME).optional().openapi({ description: 'Only those of this provider.' }),
  limit: whole(1, 1000, 'Default 200.').optional(),
});

export const prices = reads({
  path: '/prices',
  summary: 'What models cost, with history and where it is known from',
  query: pricesQuery,
  answer: z.object({
    bookVersion: text(),
    bookDate: text(),
    rows: list(unitPrice),
    models: count('That match.'),
  }),
});

export const pricesCsv = readsCsv({ path: '/prices.csv', summary: 'The same as CSV', query: pricesQuery });

const ownPrice = z
  .object({
    kind: z.enum(['price', 'discount', 'alias', 'like']),
    model: text('The name it holds for.'),
    says: text('In words.'),
    from: text().nullable(),
    to: text().nullable(),
  })
  .openapi('OwnPrice');

export const ownPrices = reads({
  path: '/prices/own',
  summary: 'Prices of your own, from prices.local.json',
  query: z.object({}),
  answer: z.object({ file: text(), rows: list(ownPrice), now: instant() }),
});

export const ownPricesCsv = readsCsv({
  path: '/prices/own.csv',
  summary: 'The same as CSV',
  query: z.object({}),
});

/** One of four ways to give a price. */
const ownPriceBody = z.union([
  z
    .object({
      model: modelName,
      rates: z
        .object({
          input: decimal,
          output: decimal,
          cacheRead: decimal.optional(),
          cacheWrite: decimal.optional(),
        })
        .strict(),
      from: z.string().max(40).optional(),
      to: z.string().max(40).optional(),
    })
    .strict(),
  z.object({ model: modelName, like: modelName }).strict(),
  z.object({ model: modelName, alias: modelName }).strict(),
  z.object({ model: modelName, discountPercent: z.number().gt(0).lt(100) }).strict(),
]);

export const setOwnPrice = writes({
  method: 'put',
  path: '/prices/own',
  summary: 'Give a model a price',
  description: 'Holds for calls recorded from now on; POST /reprice changes those that are recorded already.',
  body: ownPriceBody,
  answer: z.object({ says: text(), rows: list(ownPrice) }),
});

export const unsetOwnPrice = writes({
  method: 'post',
  path: '/prices/own/remove',
  summary: 'Remove every price of your own for a model',
  body: z.object({ model: modelName }).strict(),
  answer: z.object({ removed: count(), rows: list(ownPrice) }),
});

export const reprice = writes({
  method: 'post',
  path: '/reprice',
  summary: 'Price recorded calls again, or see what that would change',
  body: z
    .object({
      dryRun: z.boolean(),
      unpricedOnly: z.boolean().openapi({ description: 'Leave every call alone that has a price.' }),
      where: where.optional(),
    })
    .strict(),
  answer: z.object({
    dryRun: z.boolean(),
    examined: count(),
    changed: count(),
    oldListNanoUsd: nanoUsd(),
    newListNanoUsd: nanoUsd(),
    byModel: list(
      z.object({ model: text(), calls: count(), oldListNanoUsd: nanoUsd(), newListNanoUsd: nanoUsd() }),
    ),
  }),
});
