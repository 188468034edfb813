import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import type { Service } from '../service/service.ts';
import { valueOrThrow } from './value-or-throw.ts';

/** How webhooks are; and what people ask of them. Where they lead is said in meterline.toml alone. */
export const webhooksRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.webhooks, async (c) => c.json(await webhooksOf(service), 200));
  app.openapi(ROUTES.testWebhook, async (c) =>
    c.json(valueOrThrow(await service.webhooks.test(c.req.valid('json').name)), 200),
  );
  app.openapi(ROUTES.replayWebhook, async (c) => {
    const { name, from, to = service.world.clock() } = c.req.valid('json');
    valueOrThrow(await service.webhooks.replay(name, { from, to }));
    return c.json(await webhooksOf(service), 200);
  });
};

const webhooksOf = async (service: Service) => {
  const { webhooks, delivering } = await service.webhooks.statuses();
  return { zone: service.reader().zone, now: service.world.clock(), delivering, rows: webhooks };
};
