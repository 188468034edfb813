import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import type { UsageQuery } from '@meterline/core';
import { ROUTE, type RouteRow, routes } from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { type Question, questionOf } from './question.ts';
import { columnsOf, keyColumns, TOTALS_COLUMNS } from './usage-columns.ts';

const DEFAULT_ROWS = 200;

/** Feature × tenant × model: money, errors, and how long the calls took. */
export const routesRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.routes, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const found = await askRoutes(question, { ...asked, limit: asked.limit ?? DEFAULT_ROWS });
    const answer = {
      ...question.answered,
      ...found,
      rows: found.rows.map((row) => routeRow(row, found.previousRange !== undefined)),
      previousRange: found.previousRange ?? null,
      previousTotals: found.previousTotals ?? null,
    };
    return c.json(answer, 200);
  });
  app.openapi(ROUTES.routesCsv, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const { rows } = await askRoutes(question, { ...asked, compare: 'none' });
    return csvAnswer(csvName('routes', question), COLUMNS, rows);
  });
};

interface AskedRoutes {
  readonly orderBy?: UsageQuery['orderBy'] | undefined;
  readonly compare?: 'previous' | 'none' | undefined;
  readonly limit?: number | undefined;
}

const askRoutes = ({ meterline, scope, range }: Question, { orderBy, compare, limit }: AskedRoutes) =>
  routes(meterline.ledger, {
    ...scope,
    period: range.period,
    orderBy,
    compare: compare === 'previous',
    limit,
  });

/** With a comparison a row says what was before, else nothing of it. */
const routeRow = ({ previous, previousTimes, ...row }: RouteRow, compared: boolean) =>
  compared ? { ...row, previous, previousTimes } : row;

const COLUMNS = [
  ...keyColumns(ROUTE),
  ...columnsOf(TOTALS_COLUMNS, (row: RouteRow) => row),
  { head: 'errorRate', of: ({ errorRate }: RouteRow) => errorRate },
  { head: 'cacheHitRate', of: (row: RouteRow) => row.cacheHitRate },
  { head: 'timedCalls', of: ({ times }: RouteRow) => times.timedCalls },
  { head: 'latencyP50Ms', of: ({ times }: RouteRow) => times.latencyP50Ms },
  { head: 'latencyP95Ms', of: ({ times }: RouteRow) => times.latencyP95Ms },
  { head: 'firstTokenCalls', of: ({ times }: RouteRow) => times.firstTokenCalls },
  { head: 'firstTokenP50Ms', of: ({ times }: RouteRow) => times.firstTokenP50Ms },
  { head: 'tokensPerSecond', of: ({ times }: RouteRow) => times.tokensPerSecond },
];
