import type { GetAnswer } from '@meterline/api/client';

export type Routes = GetAnswer<'/routes'>;
export type RouteRow = Routes['rows'][number];

const named = (dimension: 'feature' | 'tenant' | 'model') => (row: RouteRow) => row.key[dimension] ?? null;

/** What the table can be sorted by; each is a column's id. */
export const ROUTE_ORDERS = {
  feature: named('feature'),
  tenant: named('tenant'),
  model: named('model'),
  cost: ({ cost, calls }: RouteRow) => (calls > 0 && cost.unpricedCalls >= calls ? null : cost.listNanoUsd),
  tokens: ({ tokens }: RouteRow) => tokens.total,
  calls: ({ calls }: RouteRow) => calls,
  p50: ({ times }: RouteRow) => times.latencyP50Ms,
  p95: ({ times }: RouteRow) => times.latencyP95Ms,
  firstToken: ({ times }: RouteRow) => times.firstTokenP50Ms,
  pace: ({ times }: RouteRow) => times.tokensPerSecond,
  errors: ({ errorRate }: RouteRow) => errorRate,
  cache: ({ cacheHitRate }: RouteRow) => cacheHitRate,
};
