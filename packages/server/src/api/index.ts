import { OpenAPIHono } from '@hono/zod-openapi';
import type { Service } from '../service/service.ts';
import { activityRoutes } from './activity.ts';
import { cacheRoutes } from './cache.ts';
import { callsRoutes } from './calls.ts';
import { connectionsRoutes } from './connections.ts';
import { modelsRoutes } from './models.ts';
import { overlapsRoutes } from './overlaps.ts';
import { pricesRoutes } from './prices.ts';
import { quotasRoutes } from './quotas.ts';
import { refuseInvalid } from './request-invalid.ts';
import { routesRoutes } from './routes.ts';
import { sessionsRoutes } from './sessions.ts';
import { settingsRoutes } from './settings.ts';
import { sourcesRoutes } from './sources.ts';
import { statusRoutes } from './status.ts';
import { tasksRoutes } from './tasks.ts';
import { telemetryRoutes } from './telemetry.ts';
import { usageRoutes } from './usage.ts';
import { webhooksRoutes } from './webhooks.ts';

/**
 * Every route of the contract over a running service. Handlers throw faults (`MeterlineError`, `RequestInvalid`); the
 * HTTP server makes answers of them.
 */
export const apiRoutes = (service: Service): OpenAPIHono => {
  const app = new OpenAPIHono({ defaultHook: refuseInvalid });
  for (const add of GROUPS) add(app, service);
  return app;
};

/** In an order in which fixed words come before what would take them for a name. */
const GROUPS = [
  statusRoutes,
  usageRoutes,
  modelsRoutes,
  routesRoutes,
  sessionsRoutes,
  tasksRoutes,
  callsRoutes,
  cacheRoutes,
  activityRoutes,
  sourcesRoutes,
  overlapsRoutes,
  connectionsRoutes,
  quotasRoutes,
  telemetryRoutes,
  pricesRoutes,
  settingsRoutes,
  webhooksRoutes,
];
