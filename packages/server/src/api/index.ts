import { OpenAPIHono } from '@hono/zod-openapi';
import type { Service } from '../service/service.ts';
import { refuseInvalid } from './request-invalid.ts';
import { statusRoutes } from './status.ts';

/** The handlers of every route of the contract, to be mounted below `/api`. */
export const apiRoutes = (service: Service): OpenAPIHono => {
  const app = new OpenAPIHono({ defaultHook: refuseInvalid });
  statusRoutes(app, service);
  return app;
};
