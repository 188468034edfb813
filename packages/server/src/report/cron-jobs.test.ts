import { expect, it } from 'vitest';
import { cronJobsOf, runAverage } from './cron-jobs.ts';
import { callOf, DAY, meterlineWith, NOW } from './report.test-kit.ts';

const job = (id: string, cron: string, session: string, ago: number, more = {}) =>
  callOf(id, { cron, session, startedAt: NOW - ago, ...more });

const selection = { zone: 'UTC', where: [], from: NOW - 30 * DAY, to: NOW };

it('jobs have their runs, their name and what a run costs', async () => {
  const { ledger } = await meterlineWith([
    job('1', 'nightly', 'a', 3 * DAY),
    job('2', 'nightly', 'a', 3 * DAY - 1_000),
    job('3', 'nightly', 'b', 2 * DAY),
    callOf('4', { session: 'by hand' }),
  ]);
  await ledger.append({ events: [], cronJobs: [{ app: 'test', cron: 'nightly', name: 'Nightly evals' }] });
  const { jobs, totals } = await cronJobsOf(ledger, selection);
  expect(jobs).toMatchObject([
    { app: 'test', cron: 'nightly', name: 'Nightly evals', runs: 2, lastAt: NOW - 2 * DAY },
  ]);
  expect([jobs[0]?.usage.calls, totals.calls]).toEqual([3, 3]);
  // Each call takes 1,000 input tokens at $3 and 100 of output at $15 a million.
  expect(runAverage(jobs[0]!)).toBe((3 * 4_500_000) / 2);
});

it('what a run costs is not known while a call has no price', async () => {
  const { ledger } = await meterlineWith([
    job('1', 'nightly', 'a', 1_000),
    job('2', 'nightly', 'b', 900, { provider: 'lab', model: 'lab-7b' }),
  ]);
  const { jobs } = await cronJobsOf(ledger, selection);
  expect(runAverage(jobs[0]!)).toBeNull();
});

it('jobs of the same id in two programs are two, the most expensive first', async () => {
  const { ledger } = await meterlineWith([
    job('1', 'x', 'a', 1_000),
    job('2', 'x', 'b', 900, { app: 'other', tokens: { input: 90_000 } }),
  ]);
  const { jobs } = await cronJobsOf(ledger, selection);
  expect(jobs.map(({ app, runs }) => [app, runs])).toEqual([
    ['other', 1],
    ['test', 1],
  ]);
});
