import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { connections } from '../report/index.ts';
import type { Service } from '../service/service.ts';

/** For the page on which people see whether what they have just connected arrives. */
export const connectionsRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.connections, async (c) => {
    const { ledger, zone } = service.reader();
    return c.json({ zone, now: service.world.clock(), rows: await connections(ledger, zone) }, 200);
  });
};
