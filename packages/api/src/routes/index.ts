import { activity, activityCsv, cron, cronCsv } from './activity.ts';
import { cache, cacheCsv } from './cache.ts';
import { call, callAttempts, calls, callsCsv, live } from './calls.ts';
import { connections } from './connections.ts';
import { quotas } from './gateway.ts';
import { models, modelsCsv, whatIf, whatIfCsv } from './models.ts';
import { ownPrices, ownPricesCsv, prices, pricesCsv, reprice, setOwnPrice, unsetOwnPrice } from './prices.ts';
import { routes, routesCsv } from './routes.ts';
import { session, sessionCalls, sessionCsv, sessions, sessionsCsv } from './sessions.ts';
import { changeSettings, settings } from './settings.ts';
import {
  issues,
  issuesCsv,
  overlaps,
  scan,
  sources,
  sourcesCsv,
  status,
  unpriced,
  unpricedCsv,
} from './sources.ts';
import { task, taskHops, tasks, tasksCsv } from './tasks.ts';
import { telemetry } from './telemetry.ts';
import { dimensionValues, overview, series, usage, usageCsv } from './usage.ts';
import { replayWebhook, testWebhook, webhooks } from './webhooks.ts';

/** Every route of the API below `/api`, as values: validation, handlers' types, OpenAPI and the client come from these. */
export const ROUTES = {
  status,
  overview,
  usage,
  usageCsv,
  series,
  dimensionValues,
  // Fixed words before what would take them for a name.
  whatIf,
  whatIfCsv,
  models,
  modelsCsv,
  routes,
  routesCsv,
  sessions,
  sessionsCsv,
  session,
  sessionCsv,
  sessionCalls,
  tasks,
  tasksCsv,
  task,
  taskHops,
  calls,
  callsCsv,
  call,
  callAttempts,
  live,
  cache,
  cacheCsv,
  activity,
  activityCsv,
  cron,
  cronCsv,
  sources,
  sourcesCsv,
  issues,
  issuesCsv,
  unpriced,
  unpricedCsv,
  overlaps,
  scan,
  connections,
  quotas,
  telemetry,
  prices,
  pricesCsv,
  ownPrices,
  ownPricesCsv,
  setOwnPrice,
  unsetOwnPrice,
  reprice,
  settings,
  changeSettings,
  webhooks,
  testWebhook,
  replayWebhook,
} as const;
export type Routes = typeof ROUTES;
export { SESSION_ORDERS } from './sessions.ts';
