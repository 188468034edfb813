import { z } from '@hono/zod-openapi';
import { answered, previousRange } from '../schemas/answer.ts';
import { count, instant, list, number, orNull, ratio } from '../schemas/primitives.ts';
import { asked, compare, metric, whole } from '../schemas/question.ts';
import { usageRow, usageTotals } from '../schemas/usage.ts';
import { reads, readsCsv } from './route.ts';

const routesQuery = z.object({
  ...asked,
  orderBy: metric.optional(),
  compare: compare.optional(),
  limit: whole(1, 1_000, 'Routes at most, the largest first. Default 200.').optional(),
});

const milliseconds = (about: string) =>
  number(`${about} Right to 2.5 %; null where no call says it.`).nullable();

const routeTimes = z
  .object({
    timedCalls: count('Calls that say how long they took.'),
    latencyP50Ms: milliseconds('Within this half of them were done.'),
    latencyP95Ms: milliseconds('Within this 95 of 100 were done.'),
    firstTokenCalls: count('Streamed calls that say when their first token came.'),
    firstTokenP50Ms: milliseconds('Within this half of them had their first token.'),
    tokensPerSecond: number(
      'Output tokens for each second in which they were written, over all calls that know both.',
    ).nullable(),
  })
  .openapi('RouteTimes');

const routeRow = usageRow
  .extend({
    errorRate: ratio('Calls whose status is not ok, over all.'),
    cacheHitRate: ratio('Cache reads over all input.'),
    times: routeTimes,
    previousTimes: orNull(routeTimes, 'In the period before: with compare=previous only.').optional(),
  })
  .openapi('RouteRow');

/** Feature × tenant × model. */
export const routes = reads({
  path: '/routes',
  summary: 'Routes: what calls are made for, for whom and by which model, with how long they took',
  query: routesQuery,
  answer: z.object({
    ...answered,
    previousRange,
    rows: list(routeRow, 'One for each feature, tenant and model; null where the calls name none.'),
    totals: usageTotals,
    times: routeTimes.openapi({ description: 'Of the calls of all rows.' }),
    omittedRows: count('Routes that the limit left out.'),
    timedSince: instant(
      'Times are of calls from then on only: a filter asks for what is not kept by route, and there are very many calls.',
    ).nullable(),
    previousTotals: orNull(usageTotals),
  }),
});

export const routesCsv = readsCsv({ path: '/routes.csv', summary: 'The same as CSV', query: routesQuery });
