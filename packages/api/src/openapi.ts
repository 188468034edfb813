import { OpenAPIHono } from '@hono/zod-openapi';
import { importFile } from './routes/import.ts';
import { ROUTES } from './routes/index.ts';
import { ingest } from './routes/ingest.ts';

/** The API as an OpenAPI 3.1 document: committed as openapi.json, served at /api/openapi.json. */
export const openApiDocument = (version: string) => {
  const app = new OpenAPIHono();
  for (const route of Object.values(ROUTES)) app.openAPIRegistry.registerPath(route);
  app.openAPIRegistry.registerPath(STREAM);
  app.openAPIRegistry.registerPath(ingest);
  app.openAPIRegistry.registerPath(importFile);
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Meterline',
      version,
      license: { name: 'MIT' },
      description:
        'What every LLM call cost, who and what caused it. Money is integer nano-USD, instants are milliseconds since 1970 in UTC. Changes need the page token in `x-meterline-token`.',
    },
    servers: [{ url: 'http://127.0.0.1:6383/api' }],
  });
};

/** Not an answer of JSON, so not a route value: server-sent events. */
const STREAM = {
  method: 'get',
  path: '/stream',
  summary: 'What happens, as server-sent events',
  description:
    'Events: call (a LiveCall), totals (figures have moved), import (ImportState), settings, fault, reset (ask for everything again). Resumes by Last-Event-ID; a slow reader is dropped.',
  responses: {
    200: { description: 'Endless', content: { 'text/event-stream': { schema: { type: 'string' } } } },
  },
} as const;
