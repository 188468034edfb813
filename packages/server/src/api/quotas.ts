import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import type { Service } from '../service/service.ts';

/** Of calls that came through the gateway: logs do not say it. */
export const quotasRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.quotas, (c) => {
    const rows = service.quotas.all().map(({ provider, quota, limit, remaining, resetAt, at }) => ({
      provider,
      quota,
      limit: limit ?? null,
      remaining: remaining ?? null,
      resetAt: resetAt ?? null,
      at,
    }));
    return c.json({ zone: service.reader().zone, now: service.world.clock(), rows }, 200);
  });
};
