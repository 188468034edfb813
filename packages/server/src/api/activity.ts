import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { activity, type CronJob, cronJobsOf, runAverage, type WeekHour } from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { questionOf } from './question.ts';
import { columnsOf, isoOf, TOTALS_COLUMNS, usdOrNull } from './usage-columns.ts';

/** When calls are made, and what scheduled jobs cost. */
export const activityRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.activity, async (c) => {
    const { meterline, scope, answered } = questionOf(service, c.req.valid('query'), '30d');
    const { week, totals } = await activity(meterline.ledger, scope);
    const busy = week.filter(({ usage }) => usage.calls > 0);
    const hours = busy.map(({ weekday, hour, usage }) => ({ weekday, hour, totals: usage }));
    return c.json({ ...answered, week: hours, totals }, 200);
  });
  app.openapi(ROUTES.activityCsv, async (c) => {
    const question = questionOf(service, c.req.valid('query'), '30d');
    const { week } = await activity(question.meterline.ledger, question.scope);
    const busy = week.filter(({ usage }) => usage.calls > 0);
    return csvAnswer(csvName('hours', question), HOUR_COLUMNS, busy);
  });
  app.openapi(ROUTES.cron, async (c) => {
    const { meterline, scope, answered } = questionOf(service, c.req.valid('query'), '30d');
    const { jobs, totals } = await cronJobsOf(meterline.ledger, scope);
    const rows = jobs.map((job) => ({ ...job, averageNanoUsd: runAverage(job) }));
    return c.json({ ...answered, jobs: rows, totals }, 200);
  });
  app.openapi(ROUTES.cronCsv, async (c) => {
    const question = questionOf(service, c.req.valid('query'), '30d');
    const { jobs } = await cronJobsOf(question.meterline.ledger, question.scope);
    return csvAnswer(csvName('cron', question), CRON_COLUMNS, jobs);
  });
};

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

const HOUR_COLUMNS = [
  { head: 'weekday', of: ({ weekday }: WeekHour) => WEEKDAYS[weekday] },
  { head: 'hour', of: ({ hour }: WeekHour) => String(hour).padStart(2, '0') },
  ...columnsOf(TOTALS_COLUMNS, ({ usage }: WeekHour) => usage),
];

const CRON_COLUMNS = [
  { head: 'app', of: ({ app }: CronJob) => app },
  { head: 'cron', of: ({ cron }: CronJob) => cron },
  { head: 'name', of: ({ name }: CronJob) => name },
  { head: 'runs', of: ({ runs }: CronJob) => runs },
  { head: 'averageUsd', of: (job: CronJob) => usdOrNull(runAverage(job)) },
  { head: 'lastAt', of: ({ lastAt }: CronJob) => isoOf(lastAt) },
  ...columnsOf(TOTALS_COLUMNS, ({ usage }: CronJob) => usage),
];
