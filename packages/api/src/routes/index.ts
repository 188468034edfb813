import { activity, cron, cronCsv } from './activity.ts';
import { cache, cacheCsv } from './cache.ts';
import { quotas } from './gateway.ts';
import { models, modelsCsv, whatIf } from './models.ts';
import { ownPrices, prices, reprice, setOwnPrice, unsetOwnPrice } from './prices.ts';
import { call, calls, callsCsv, live, session, sessionCalls, sessions, sessionsCsv } from './sessions.ts';
import { changeSettings, settings } from './settings.ts';
import { issues, issuesCsv, scan, sources, status, unpriced } from './sources.ts';
import { telemetry } from './telemetry.ts';
import { dimensionValues, overview, series, usage, usageCsv } from './usage.ts';

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
  models,
  modelsCsv,
  sessions,
  sessionsCsv,
  session,
  sessionCalls,
  calls,
  callsCsv,
  call,
  live,
  cache,
  cacheCsv,
  activity,
  cron,
  cronCsv,
  sources,
  issues,
  issuesCsv,
  unpriced,
  scan,
  quotas,
  telemetry,
  prices,
  ownPrices,
  setOwnPrice,
  unsetOwnPrice,
  reprice,
  settings,
  changeSettings,
} as const;
export type Routes = typeof ROUTES;
export { SESSION_ORDERS } from './sessions.ts';
