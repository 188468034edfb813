import type { ReportKind } from '../envelope.ts';
import { count, nullable, number, object, type TypeOf, text } from '../shape.ts';
import { totalsFields } from '../usage-figures.ts';

const milliseconds = (about: string) =>
  nullable(number(`${about} Right to 2.5 %; null where no call says it.`));

const routeFields = {
  errorRate: nullable(number('Calls whose status is not ok, over all, 0 to 1.')),
  cacheHitRate: nullable(number('Cache reads over all input, 0 to 1.')),
  timedCalls: count('Calls that say how long they took.'),
  latencyP50Ms: milliseconds('Within this half of them were done.'),
  latencyP95Ms: milliseconds('Within this 95 of 100 were done.'),
  firstTokenCalls: count('Streamed calls that say when their first token came.'),
  firstTokenP50Ms: milliseconds('Within this half of them had their first token.'),
  tokensPerSecond: nullable(
    number('Output tokens for each second in which they were written, over all calls that know both.'),
  ),
};

const row = object({
  key: object({ feature: nullable(text()), tenant: nullable(text()), model: nullable(text()) }),
  ...totalsFields,
  ...routeFields,
});
const totals = object({ ...totalsFields, ...routeFields });

export type RouteRow = TypeOf<typeof row>;
export type RouteTotals = TypeOf<typeof totals>;

export const ROUTES: ReportKind<RouteRow, RouteTotals> = {
  name: 'routes',
  about:
    'What calls are made for, for whom and by which model: cost, errors and how long they took (`meterline routes`). Times in the totals are of the rows.',
  row,
  totals,
};
