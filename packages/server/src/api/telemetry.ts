import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import type { Service } from '../service/service.ts';

/** For people who wonder whether anything arrives, and whether it is what tells of calls. */
export const telemetryRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.telemetry, (c) => {
    const { calls, metricsOnly, ...counts } = service.otlp.stats();
    return c.json(
      {
        zone: service.reader().zone,
        now: service.world.clock(),
        ...counts,
        calls: Object.entries(calls).map(([dialect, count]) => ({ dialect, calls: count })),
        metricsOnly: [...metricsOnly],
      },
      200,
    );
  });
};
