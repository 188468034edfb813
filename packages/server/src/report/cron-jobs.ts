import type { UsageTotals } from '@meterline/core';
import type { Ledger, SessionTotals } from '@meterline/store';
import type { Selection } from './selection.ts';

/** A scheduled job with what its runs used. */
export interface CronJob {
  readonly app: string | null;
  /** Its id. */
  readonly cron: string;
  /** Its name in its own program. */
  readonly name: string | null;
  /** Sessions of the job that had calls in the range. */
  readonly runs: number;
  /** Start of its last call, UTC milliseconds. */
  readonly lastAt: number | null;
  readonly usage: UsageTotals;
}

export interface CronJobs {
  /** The most expensive first. */
  readonly jobs: readonly CronJob[];
  readonly totals: UsageTotals;
  /** The calls that were looked at: those of any job. */
  readonly selection: Selection;
}

/** Runs that are counted; a job each minute makes 43,200 a month. */
const MAX_RUNS = 1_000_000;

const ANY_JOB = { dimension: 'cron', op: '!=', value: null } as const;

/** All jobs that had calls. */
export const cronJobsOf = async (ledger: Ledger, selection: Selection): Promise<CronJobs> => {
  const chosen = { ...selection, where: [...selection.where, ANY_JOB] };
  const { rows, totals } = await ledger.usage({ ...chosen, by: ['app', 'cron'] });
  const { sessions } = await ledger.sessions({ ...chosen, orderBy: 'newest', limit: MAX_RUNS });
  const runsOf = Map.groupBy(sessions, ({ app, cron }) => JSON.stringify([app, cron]));
  const names = await ledger.cronJobs();
  const jobs = rows.map((row) => {
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
  return { jobs, totals, selection: chosen };
};

const lastOf = (runs: readonly SessionTotals[]): number | null =>
  runs.reduce<number | null>((last, { lastAt }) => Math.max(last ?? lastAt, lastAt), null);

/** List price of a run, nano-USD; null where it is not known. */
export const runAverage = ({ runs, usage }: CronJob): number | null =>
  runs === 0 || usage.cost.unpricedCalls > 0 ? null : Math.round(usage.cost.listNanoUsd / runs);
