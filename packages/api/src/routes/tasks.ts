import { z } from '@hono/zod-openapi';
import { answered } from '../schemas/answer.ts';
import { count, list } from '../schemas/primitives.ts';
import { asked, search, whole } from '../schemas/question.ts';
import { hop, taskDetail, taskRow } from '../schemas/task.ts';
import { reads, readsCsv, readsOne } from './route.ts';

export const TASK_ORDERS = ['cost', 'hops', 'tokens', 'longest', 'newest'] as const;

const ordered = {
  search,
  orderBy: z.enum(TASK_ORDERS).optional().openapi({
    description: 'The largest first; longest: by wall-clock time. Default cost.',
  }),
};

export const tasks = reads({
  path: '/tasks',
  summary: 'Tasks with a hop in the range, page by page',
  description: 'Totals are of the whole task, also where it reaches beyond the range.',
  query: z.object({
    ...asked,
    ...ordered,
    offset: whole(0, 10_000_000, 'Tasks to pass over.').optional(),
    limit: whole(1, 500, 'Default 100.').optional(),
  }),
  answer: z.object({
    ...answered,
    rows: list(taskRow),
    count: count('Tasks that match.'),
    offset: count(),
  }),
});

export const tasksCsv = readsCsv({
  path: '/tasks.csv',
  summary: 'All of them as CSV',
  query: z.object({ ...asked, ...ordered }),
});

const params = z.object({
  task: z
    .string()
    .min(1)
    .max(512)
    .openapi({ description: 'Its id, or a beginning of at least 6 characters.' }),
});

export const task = readsOne({
  path: '/tasks/{task}',
  summary: 'One task: by model, agent and session, and where its time went',
  params,
  query: z.object({}),
  answer: taskDetail,
});

export const taskHops = readsOne({
  path: '/tasks/{task}/hops',
  summary: 'Its hops in order: when each began and ended, with what had been spent by then',
  params,
  query: z.object({
    offset: whole(0, 10_000_000, 'Hops to pass over, the oldest first.').optional(),
    limit: whole(1, 2000, 'Default 500.').optional(),
  }),
  answer: z.object({
    hops: list(hop),
    offset: count(),
    count: count('Hops of the task.'),
    totalsOnly: count('Of these, hops of which only the totals are still kept.'),
  }),
});
