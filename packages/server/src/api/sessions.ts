import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import type { PriceEngine, UsageTotals } from '@meterline/core';
import type { SessionTotals } from '@meterline/store';
import type { Meterline } from '../meterline.ts';
import { callRow } from '../report/call-row.ts';
import {
  cacheFigures,
  cacheParts,
  everySession,
  lapseCost,
  ofSession,
  type SessionCall,
  type SessionDetail,
  sessionCalls,
  sessionDetail,
} from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { listQueryOf } from './list-query.ts';
import { oneSession } from './one-session.ts';
import { questionOf } from './question.ts';
import { columnsOf, isoOf, TOTALS_COLUMNS } from './usage-columns.ts';

const DEFAULT_SESSIONS = 100;
const DEFAULT_CALLS = 500;

/** Sessions, one of them, and its calls. */
export const sessionsRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.sessions, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const { offset = 0, limit = DEFAULT_SESSIONS } = asked;
    const page = await question.meterline.ledger.sessions({
      ...listQueryOf(question, asked, 'newest'),
      limit,
      offset,
    });
    return c.json({ ...question.answered, rows: page.sessions, count: page.count, offset }, 200);
  });
  app.openapi(ROUTES.sessionsCsv, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const rows = everySession(
      question.meterline.ledger,
      listQueryOf(question, asked, 'newest'),
      question.now,
    );
    return csvAnswer(csvName('sessions', question), SESSION_COLUMNS, rows);
  });
  app.openapi(ROUTES.session, async (c) => {
    const meterline = service.reader();
    const session = await oneSession(
      meterline.ledger,
      c.req.valid('param').session,
      c.req.valid('query').app,
    );
    return c.json(await detailOf(meterline, session), 200);
  });
  app.openapi(ROUTES.sessionCsv, async (c) => {
    const meterline = service.reader();
    const { session: id, app: ofApp } = c.req.valid('query');
    const session = await oneSession(meterline.ledger, id, ofApp);
    return csvAnswer(
      `session-${session.session}`,
      PART_COLUMNS,
      partsOf(await sessionDetail(meterline, session, 0)),
    );
  });
  app.openapi(ROUTES.sessionCalls, async (c) => {
    const { ledger, engine } = service.reader();
    const { app: ofApp, offset = 0, limit = DEFAULT_CALLS } = c.req.valid('query');
    const session = await oneSession(ledger, c.req.valid('param').session, ofApp);
    const { calls, totalsOnly } = await sessionCalls(ledger, session, { offset, limit });
    return c.json(
      { turns: calls.map((call) => turnOf(call, engine)), offset, count: session.calls, totalsOnly },
      200,
    );
  });
};

const detailOf = async (meterline: Meterline, session: SessionTotals) => {
  const { ledger, engine, zone } = meterline;
  const { agents, children, unlogged } = await sessionDetail(meterline, session, 0);
  const models = await ledger.usage({ zone, where: ofSession(session), by: ['provider', 'model'] });
  const cached = await cacheParts(ledger, engine, { zone, where: ofSession(session) }, [], session.lastAt);
  const { lapses, lapsedTokens, lapsesWithinHour, lapsedWithinHourTokens, lapsedNanoUsd } =
    cacheFigures(cached);
  return {
    session,
    cronName: await cronNameOf(meterline, session),
    models: models.rows,
    agents,
    children,
    lapses: { lapses, lapsedTokens, lapsesWithinHour, lapsedWithinHourTokens },
    lapsedNanoUsd,
    unlogged:
      unlogged === undefined ? null : { ...unlogged, reportedNanoUsd: unlogged.reportedNanoUsd ?? null },
  };
};

const cronNameOf = async ({ ledger }: Meterline, { app, cron }: SessionTotals): Promise<string | null> => {
  if (cron === null) return null;
  const names = await ledger.cronJobs();
  return names.find((job) => job.app === app && job.cron === cron)?.name ?? null;
};

const turnOf = ({ call, soFar, gapMs, lapse }: SessionCall, engine: PriceEngine) => ({
  call: callRow(call),
  parentAgent: call.parentAgent ?? null,
  soFarNanoUsd: soFar.cost.listNanoUsd,
  soFarUnpriced: soFar.cost.unpricedCalls > 0,
  gapMs,
  lapse:
    lapse === undefined
      ? null
      : {
          tokens: lapse.lapsedTokens,
          withinHour: lapse.isWithinHour,
          nanoUsd: lapseCost(engine, call, lapse),
        },
});

interface SessionPart {
  readonly section: 'model' | 'agent' | 'child';
  readonly name: string | null;
  readonly parent?: string | null;
  readonly usage: UsageTotals;
}

/** A session by model and by agent, and the sessions that it started: the rows of `meterline session --csv`. */
const partsOf = ({ models, agents, children }: SessionDetail): readonly SessionPart[] => [
  ...models.map((row) => ({ section: 'model' as const, name: row.key.model ?? null, usage: row })),
  ...agents.map(({ agent, parent, usage }) => ({ section: 'agent' as const, name: agent, parent, usage })),
  ...children.map((child) => ({ section: 'child' as const, name: child.session, usage: child })),
];

const PART_COLUMNS = [
  { head: 'section', of: ({ section }: SessionPart) => section },
  { head: 'name', of: ({ name }: SessionPart) => name },
  { head: 'parent', of: ({ parent }: SessionPart) => parent },
  ...columnsOf(TOTALS_COLUMNS, ({ usage }: SessionPart) => usage),
];

const SESSION_COLUMNS = [
  { head: 'app', of: ({ app }: SessionTotals) => app },
  { head: 'session', of: ({ session }: SessionTotals) => session },
  { head: 'source', of: ({ source }: SessionTotals) => source },
  { head: 'parentSession', of: ({ parentSession }: SessionTotals) => parentSession },
  { head: 'project', of: ({ project }: SessionTotals) => project },
  { head: 'branch', of: ({ branch }: SessionTotals) => branch },
  { head: 'agent', of: ({ agent }: SessionTotals) => agent },
  { head: 'channel', of: ({ channel }: SessionTotals) => channel },
  { head: 'cron', of: ({ cron }: SessionTotals) => cron },
  { head: 'models', of: ({ models }: SessionTotals) => models },
  { head: 'firstAt', of: ({ firstAt }: SessionTotals) => isoOf(firstAt) },
  { head: 'lastAt', of: ({ lastAt }: SessionTotals) => isoOf(lastAt) },
  ...columnsOf(TOTALS_COLUMNS, (session: SessionTotals) => session),
];
