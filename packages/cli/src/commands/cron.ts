import type { UsageRow } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import type { SessionTotals } from '@meterline/store';
import { type Question, questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { type CronJob, cronReport } from '../report/cron-report.ts';
import { emit } from '../report/emit.ts';
import { unpricedNotesOf } from '../report/unpriced.ts';

const DEFAULT_ROWS = 30;
/** Runs that are counted; a job each minute makes 43,200 a month. */
const MAX_RUNS = 1_000_000;

const ANY_JOB = { dimension: 'cron', op: '!=', value: null } as const;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const question = questionOf(invocation, meterline.zone, '30d');
    const scope = { ...question.scope, where: [...question.where, ANY_JOB] };
    const result = await meterline.ledger.usage({ ...scope, by: ['app', 'cron'] });
    const jobs = await jobsOf(meterline, question, result.rows);
    const limit = rowLimit(invocation, DEFAULT_ROWS);
    await emit(
      invocation,
      cronReport({
        jobs: limit === undefined ? jobs : jobs.slice(0, limit),
        omitted: limit === undefined ? 0 : Math.max(0, jobs.length - limit),
        totals: result.totals,
        question,
        zone: meterline.zone,
        now: invocation.now,
        notes: await unpricedNotesOf(meterline, scope, result.totals.cost.unpricedCalls),
      }),
    );
    return 0;
  });

const jobsOf = async (
  { ledger }: Meterline,
  { scope }: Question,
  rows: readonly UsageRow[],
): Promise<readonly CronJob[]> => {
  const { sessions } = await ledger.sessions({
    ...scope,
    where: [...scope.where, ANY_JOB],
    orderBy: 'newest',
    limit: MAX_RUNS,
  });
  const runsOf = Map.groupBy(sessions, ({ app, cron }) => JSON.stringify([app, cron]));
  const names = await ledger.cronJobs();
  return rows.map((row) => {
    const [app, cron] = [row.key.app ?? null, row.key.cron ?? ''];
    const runs = runsOf.get(JSON.stringify([app, cron])) ?? [];
    return {
      app,
      cron,
      name: names.find((job) => job.app === app && job.cron === cron)?.name ?? null,
      runs: runs.length,
      lastAt: lastOf(runs),
      usage: row,
    };
  });
};

const lastOf = (runs: readonly SessionTotals[]): number | null =>
  runs.reduce<number | null>((last, { lastAt }) => Math.max(last ?? lastAt, lastAt), null);
