import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import type { TaskTotals } from '@meterline/store';
import { callRow } from '../report/call-row.ts';
import { everyTask, type TaskHop, taskDetail, taskHops } from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { listQueryOf } from './list-query.ts';
import { oneTask } from './one-task.ts';
import { questionOf } from './question.ts';
import { columnsOf, isoOf, TOTALS_COLUMNS } from './usage-columns.ts';

const DEFAULT_TASKS = 100;
const DEFAULT_HOPS = 500;

/** Tasks, one of them, and its hops. */
export const tasksRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.tasks, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const { offset = 0, limit = DEFAULT_TASKS } = asked;
    const page = await question.meterline.ledger.tasks({
      ...listQueryOf(question, asked, 'cost'),
      limit,
      offset,
    });
    return c.json({ ...question.answered, rows: page.tasks, count: page.count, offset }, 200);
  });
  app.openapi(ROUTES.tasksCsv, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const rows = everyTask(question.meterline.ledger, listQueryOf(question, asked, 'cost'), question.now);
    return csvAnswer(csvName('tasks', question), TASK_COLUMNS, rows);
  });
  app.openapi(ROUTES.task, async (c) => {
    const meterline = service.reader();
    const task = await oneTask(meterline.ledger, c.req.valid('param').task);
    return c.json(await taskDetail(meterline, task), 200);
  });
  app.openapi(ROUTES.taskHops, async (c) => {
    const { ledger } = service.reader();
    const { offset = 0, limit = DEFAULT_HOPS } = c.req.valid('query');
    const task = await oneTask(ledger, c.req.valid('param').task);
    const { hops, totalsOnly } = await taskHops(ledger, task, { offset, limit });
    return c.json({ hops: hops.map(hopOf), offset, count: task.calls, totalsOnly }, 200);
  });
};

const hopOf = ({ call, offsetMs, soFar }: TaskHop) => ({
  call: callRow(call),
  parentAgent: call.parentAgent ?? null,
  offsetMs,
  soFarNanoUsd: soFar.cost.listNanoUsd,
  soFarUnpriced: soFar.cost.unpricedCalls > 0,
});

const TASK_COLUMNS = [
  { head: 'task', of: ({ task }: TaskTotals) => task },
  { head: 'apps', of: ({ apps }: TaskTotals) => apps },
  { head: 'agents', of: ({ agents }: TaskTotals) => agents },
  { head: 'models', of: ({ models }: TaskTotals) => models },
  { head: 'sessions', of: ({ sessions }: TaskTotals) => sessions },
  { head: 'project', of: ({ project }: TaskTotals) => project },
  { head: 'feature', of: ({ feature }: TaskTotals) => feature },
  { head: 'user', of: ({ user }: TaskTotals) => user },
  { head: 'firstAt', of: ({ firstAt }: TaskTotals) => isoOf(firstAt) },
  { head: 'lastAt', of: ({ lastAt }: TaskTotals) => isoOf(lastAt) },
  { head: 'endedAt', of: ({ endedAt }: TaskTotals) => isoOf(endedAt) },
  { head: 'wallMs', of: ({ firstAt, endedAt }: TaskTotals) => endedAt - firstAt },
  ...columnsOf(TOTALS_COLUMNS, (task: TaskTotals) => task),
];
