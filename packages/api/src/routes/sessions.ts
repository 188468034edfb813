import { z } from '@hono/zod-openapi';
import { answered } from '../schemas/answer.ts';
import { count, list } from '../schemas/primitives.ts';
import { asked, search, whole } from '../schemas/question.ts';
import { sessionDetail, sessionRow, turn } from '../schemas/session.ts';
import { reads, readsCsv, readsCsvOfOne, readsOne } from './route.ts';

export const SESSION_ORDERS = ['newest', 'cost', 'tokens', 'calls', 'longest', 'cacheWaste'] as const;

const ordered = {
  search,
  orderBy: z.enum(SESSION_ORDERS).optional().openapi({ description: 'Default newest.' }),
};

export const sessions = reads({
  path: '/sessions',
  summary: 'Sessions with a call in the range, page by page',
  description: 'Totals are of the whole session, also where it reaches beyond the range.',
  query: z.object({
    ...asked,
    ...ordered,
    offset: whole(0, 10_000_000, 'Sessions to pass over.').optional(),
    limit: whole(1, 500, 'Default 100.').optional(),
  }),
  answer: z.object({
    ...answered,
    rows: list(sessionRow),
    count: count('Sessions that match.'),
    offset: count(),
  }),
});

export const sessionsCsv = readsCsv({
  path: '/sessions.csv',
  summary: 'All of them as CSV',
  query: z.object({ ...asked, ...ordered }),
});

const oneSession = {
  params: z.object({ session: z.string().min(1).max(512).openapi({ description: 'Its id.' }) }),
  app: z
    .string()
    .max(200)
    .optional()
    .openapi({ description: 'The program; needed only where two of them use the same id.' }),
};

export const session = readsOne({
  path: '/sessions/{session}',
  summary: 'One session: by model, by agent, what it started, what its cache lost',
  params: oneSession.params,
  query: z.object({ app: oneSession.app }),
  answer: sessionDetail,
});

export const sessionCsv = readsCsvOfOne({
  path: '/session.csv',
  summary: 'One session as CSV: by model, by agent, what it started',
  query: z.object({ session: oneSession.params.shape.session, app: oneSession.app }),
});

export const sessionCalls = readsOne({
  path: '/sessions/{session}/calls',
  summary: 'Its calls in order, with what had been spent by then',
  params: oneSession.params,
  query: z.object({
    app: oneSession.app,
    offset: whole(0, 10_000_000, 'Calls to pass over, the oldest first.').optional(),
    limit: whole(1, 2000, 'Default 500.').optional(),
  }),
  answer: z.object({
    turns: list(turn),
    offset: count(),
    count: count('Calls of the session.'),
    totalsOnly: count('Of these, calls of which only the totals are still kept.'),
  }),
});
