import { z } from '@hono/zod-openapi';
import { answered, previousRange } from '../schemas/answer.ts';
import { unpricedModel } from '../schemas/price.ts';
import { choice, count, instant, list, nanoUsd, number, orNull, text, yes } from '../schemas/primitives.ts';
import { asked, by, compare, dimension, interval, metric, search, whole } from '../schemas/question.ts';
import { measures, usageRow, usageTotals } from '../schemas/usage.ts';
import { reads, readsCsv, readsOne } from './route.ts';

const usageQuery = z.object({
  ...asked,
  by,
  interval: interval.optional(),
  orderBy: metric.optional(),
  compare: compare.optional(),
  limit: whole(1, 10_000, 'Rows at most, the largest first; the rest is still in the totals.').optional(),
});

/** The one question of every surface. */
export const usage = reads({
  path: '/usage',
  summary: 'Totals by any dimensions and over time',
  description: 'The same query as `meterline costs`, and the same numbers to the nano-dollar.',
  query: usageQuery,
  answer: z.object({
    ...answered,
    previousRange,
    rows: list(usageRow),
    totals: usageTotals,
    previousTotals: orNull(usageTotals),
    omittedRows: count('Rows that the limit left out.'),
  }),
});

export const usageCsv = readsCsv({ path: '/usage.csv', summary: 'The same as CSV', query: usageQuery });

/** What a stacked chart draws. */
export const series = reads({
  path: '/series',
  summary: 'Buckets of time, stacked by one dimension',
  query: z.object({
    ...asked,
    by: dimension
      .optional()
      .openapi({ type: 'string', description: 'Dimension of the groups; without it all calls are one.' }),
    interval: interval.optional().openapi({ description: 'Default: what suits the range.' }),
    orderBy: metric.optional(),
    compare: compare.optional(),
    top: whole(1, 20, 'Groups of their own; all others are one. Default 8.').optional(),
  }),
  answer: z.object({
    ...answered,
    previousRange,
    interval,
    starts: list(instant(), 'At which each bucket starts; every bucket of the range is there.'),
    labels: list(text(), 'Each bucket in words of the zone: 2026-11-22, 2026-11-22 14:00, 2026-11.'),
    unfinished: yes('The last bucket is still running.'),
    groups: list(
      z.object({
        kind: choice(['value', 'other'], 'other: everything past the top.'),
        key: text('A value of the dimension; null where it is not set, and for other.').nullable(),
        values: measures,
        totals: usageTotals,
      }),
      'The largest first. Together they are the total.',
    ),
    total: measures,
    totals: usageTotals,
    previous: orNull(
      measures,
      'The period before, bucket by bucket in the same order; null without comparison.',
    ),
    previousStarts: list(instant()).nullable(),
    previousTotals: orNull(usageTotals),
  }),
});

const sparkline = z.object({
  interval,
  starts: list(instant()),
  listNanoUsd: list(nanoUsd()),
  tokens: list(count()),
  calls: list(count()),
  sessions: list(count('With a call in that time: a session that goes on counts in each point.')),
  hitRate: list(number().nullable()),
});

/** The row of figures on top of the first page. */
export const overview = reads({
  path: '/overview',
  summary: 'The figures at a glance, each with the period before',
  query: z.object(asked),
  answer: z.object({
    ...answered,
    previousRange,
    totals: usageTotals,
    previousTotals: orNull(usageTotals),
    sessions: count('Sessions with a call in the range that satisfies all filters.'),
    previousSessions: count().nullable(),
    sparkline,
    month: z.object({
      from: instant(),
      to: instant('End of the calendar month.'),
      totals: usageTotals,
      projected: z
        .object({ expectedNanoUsd: nanoUsd(), lowNanoUsd: nanoUsd(), highNanoUsd: nanoUsd() })
        .nullable()
        .openapi({ description: 'List price at the end of the month; null when it is too early to say.' }),
    }),
    unpriced: list(unpricedModel, 'Models of the range that have no price: the costs are a lower bound.'),
  }),
});

export const dimensionValues = readsOne({
  path: '/dimensions/{dimension}',
  summary: 'Values of a dimension, the most used first',
  params: z.object({
    dimension: dimension.openapi({ type: 'string', description: 'Its name, or tag:KEY.' }),
  }),
  query: z.object({ search, limit: whole(1, 500, 'Default 50.').optional() }),
  answer: z.object({ values: list(text()) }),
});
