import { isRecord, parseDocument, textOf, valueAt } from '../read/index.ts';
import type { DatabaseReader, DocumentReader, Output } from '../source.ts';
import { APP } from './session-facts.ts';

const MAX_JOBS_BYTES = 16 * 1024 * 1024;

const emitName = (out: Output, job: unknown, label: unknown): void => {
  const cron = textOf(job);
  const called = textOf(label);
  if (cron !== undefined && called !== undefined) out.cronJob({ app: APP, cron, name: called });
};

/** `cron/jobs.json` of the JSONL era: the jobs' names. What they are told to do is not read. */
export const cronJobsFile: DocumentReader<Record<string, never>> = {
  kind: 'document',
  maxBytes: MAX_JOBS_BYTES,
  start: () => ({}),
  read: (bytes, _state, _file, out) => {
    const jobs = valueAt(parseDocument(bytes), 'jobs');
    if (!Array.isArray(jobs)) out.issue(0, 'BAD_JSON');
    else for (const job of jobs) if (isRecord(job)) emitName(out, job['id'], job['name']);
  },
};

/** `state/openclaw.sqlite`: names of the jobs there are, and of those that only their runs remember. */
export const stateDatabase: DatabaseReader<Record<string, never>> = {
  kind: 'database',
  start: () => ({}),
  read: (db, _state, _file, out) => {
    const tables = db.tables();
    if (tables.has('task_runs') && db.columns('task_runs').has('label'))
      for (const row of db.rows("SELECT DISTINCT source_id, label FROM task_runs WHERE runtime = 'cron'"))
        emitName(out, row['source_id'], row['label']);
    if (tables.has('cron_jobs'))
      for (const row of db.rows('SELECT job_id, name FROM cron_jobs'))
        emitName(out, row['job_id'], row['name']);
  },
};
