import { formatUsd, type UsageTotals } from '@meterline/core';
import { type CronJob, runAverage } from '@meterline/server';
import type { Question } from '../arguments/question.ts';
import { billedDiffers, billedText, costCell } from '../render/money.ts';
import { compact, grouped, plural } from '../render/number.ts';
import { headingLines, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { showAge } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, isoOrNull, type Note } from './envelope.ts';
import { CRON, type CronRow } from './kinds/cron.ts';
import { omittedNote } from './omitted-note.ts';
import { figuresOf, type JsonUsageTotals, usdOf } from './usage-figures.ts';

export interface CronFacts {
  readonly jobs: readonly CronJob[];
  readonly omitted: number;
  readonly totals: UsageTotals;
  readonly question: Question;
  readonly zone: string;
  readonly now: number;
  readonly notes: readonly Note[];
}

const rowOf = (job: CronJob): CronRow => {
  const average = runAverage(job);
  return {
    key: { app: job.app, cron: job.cron },
    name: job.name,
    runs: job.runs,
    averageUsd: average === null ? null : usdOf(average),
    lastAt: isoOrNull(job.lastAt),
    ...figuresOf(job.usage),
  };
};

/** The report of `meterline cron`. */
export const cronReport = (facts: CronFacts): Report<CronRow, JsonUsageTotals> => {
  const notes: readonly Note[] = [...facts.notes, ...omittedNote(facts.omitted, 'job')];
  return {
    kind: CRON,
    envelope: envelopeOf(CRON, {
      now: facts.now,
      zone: facts.zone,
      range: facts.question.range,
      by: ['app', 'cron'],
      rows: facts.jobs.map(rowOf),
      totals: figuresOf(facts.totals),
      notes,
    }),
    lines: (screen) => cronLines(facts, notes, screen),
  };
};

const cronLines = (facts: CronFacts, notes: readonly Note[], screen: Screen): readonly string[] => {
  const { jobs, omitted, question, zone } = facts;
  const head = headingLines(
    { title: plural(jobs.length + omitted, 'scheduled job'), ...question, zone, facts: ['API list price'] },
    screen,
  );
  if (jobs.length === 0)
    return [
      ...head,
      'No calls of scheduled jobs in this time. OpenClaw names the job of a call; other programs do not.',
    ];
  const totals: CronJob = {
    app: '',
    cron: '',
    name: 'Total',
    runs: jobs.reduce((sum, { runs }) => sum + runs, 0),
    lastAt: null,
    usage: facts.totals,
  };
  return [
    ...head,
    ...renderTable(columnsFor(facts, screen), jobs, screen, [totals]),
    ...noteLines(notes, screen),
  ];
};

/** Whether jobs are called alike: then only their ids tell them apart. */
const hasSameNames = (jobs: readonly CronJob[]): boolean =>
  new Set(jobs.map(({ app, name, cron }) => JSON.stringify([app, name ?? cron]))).size < jobs.length;

const columnsFor = ({ jobs, zone, now }: CronFacts, { paint }: Screen): Column<CronJob>[] => [
  {
    head: 'Job',
    min: 14,
    cell: ({ name, cron }) => ({
      text: name ?? cron,
      ...(name === 'Total' && cron === '' ? { paint: paint.heading } : {}),
    }),
  },
  {
    head: 'Id',
    min: 8,
    ...(hasSameNames(jobs) ? {} : { wide: true, drop: 4 }),
    cell: ({ cron }) => ({ text: cron, paint: paint.faint }),
  },
  { head: 'App', min: 8, drop: 3, cell: ({ app }) => app ?? '(none)' },
  { head: 'Runs', align: 'right', cell: ({ runs }) => grouped(runs) },
  { head: 'Calls', align: 'right', drop: 2, cell: ({ usage }) => grouped(usage.calls) },
  { head: 'Tokens', align: 'right', drop: 1, cell: ({ usage }) => compact(usage.tokens.total) },
  { head: 'Cost', align: 'right', cell: ({ usage }) => costCell(usage, paint) },
  ...(billedDiffers(jobs.map(({ usage }) => usage))
    ? [{ head: 'Billed', align: 'right' as const, drop: 5, cell: ({ usage }: CronJob) => billedText(usage) }]
    : []),
  {
    head: 'A run',
    align: 'right',
    cell: (job) => {
      const average = runAverage(job);
      return average === null ? '—' : formatUsd(average);
    },
  },
  {
    head: 'Last run',
    align: 'right',
    cell: ({ lastAt }) => ({ text: lastAt === null ? '' : showAge(lastAt, now, zone), paint: paint.faint }),
  },
];
