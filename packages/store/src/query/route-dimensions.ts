import type { Dimension } from '@meterline/core';
import type { TimingQuery } from '../store.ts';

/** What timings are kept by for ever, in the order of the table of routes. */
export const ROUTE_DIMENSIONS = [
  'feature',
  'tenant',
  'model',
  'provider',
  'environment',
  'app',
] as const satisfies readonly Dimension[];

const isOfRoutes = (dimension: Dimension): boolean =>
  (ROUTE_DIMENSIONS as readonly Dimension[]).includes(dimension);

/** Whether a question can be answered from what is kept by route; any other is answered from the calls. */
export const asksOfRoutes = ({ by, where }: TimingQuery): boolean =>
  by.every(isOfRoutes) && where.every(({ dimension }) => isOfRoutes(dimension));
