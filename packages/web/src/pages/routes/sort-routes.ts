import type { GetAnswer } from '@meterline/api/client';
import type { Metric } from '../../state/view.ts';

export type Routes = GetAnswer<'/routes'>;
export type RouteRow = Routes['rows'][number];

/** What the table can be sorted by; each is a column's id. The largest stands first, of names the first letter. */
export const ROUTE_ORDERS = [
  'feature',
  'tenant',
  'model',
  'cost',
  'tokens',
  'calls',
  'p50',
  'p95',
  'firstToken',
  'pace',
  'errors',
  'cache',
] as const;
export type RouteOrder = (typeof ROUTE_ORDERS)[number];

const NAMES = ['feature', 'tenant', 'model'] as const;
type NameOrder = (typeof NAMES)[number];

/** What an address asks for; without it, the measure of the page. */
export const routeOrderOf = (text: string | undefined, metric: Metric): RouteOrder =>
  ROUTE_ORDERS.find((order) => order === text) ?? metric;

const FIGURE: Readonly<Record<Exclude<RouteOrder, NameOrder>, (row: RouteRow) => number | null>> = {
  cost: ({ cost, calls }) => (calls > 0 && cost.unpricedCalls >= calls ? null : cost.listNanoUsd),
  tokens: ({ tokens }) => tokens.total,
  calls: ({ calls }) => calls,
  p50: ({ times }) => times.latencyP50Ms,
  p95: ({ times }) => times.latencyP95Ms,
  firstToken: ({ times }) => times.firstTokenP50Ms,
  pace: ({ times }) => times.tokensPerSecond,
  errors: ({ errorRate }) => errorRate,
  cache: ({ cacheHitRate }) => cacheHitRate,
};

const isName = (order: RouteOrder): order is NameOrder => (NAMES as readonly string[]).includes(order);

/** Rows in an order; what is not known or not set stands last, of equals the more expensive first. */
export const sortRoutes = (rows: readonly RouteRow[], order: RouteOrder): readonly RouteRow[] => {
  const compare = isName(order) ? byName(order) : byFigure(FIGURE[order]);
  return [...rows].sort((a, b) => compare(a, b) || b.cost.listNanoUsd - a.cost.listNanoUsd);
};

const byFigure =
  (figure: (row: RouteRow) => number | null) =>
  (a: RouteRow, b: RouteRow): number => {
    const [x, y] = [figure(a) ?? Number.NEGATIVE_INFINITY, figure(b) ?? Number.NEGATIVE_INFINITY];
    return x === y ? 0 : y > x ? 1 : -1;
  };

const byName =
  (dimension: NameOrder) =>
  (a: RouteRow, b: RouteRow): number => {
    const [x, y] = [a.key[dimension] ?? null, b.key[dimension] ?? null];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    return x.localeCompare(y);
  };
