import { type Filter, MeterlineError } from '@meterline/core';
import { lastTurns, type Meterline } from '@meterline/server';
import { filtersOf } from '../arguments/filter.ts';
import { boundsOf, rowLimit } from '../arguments/question.ts';
import { type AskedRange, dayRange, rangeOf } from '../arguments/range.ts';
import { oneSession } from '../arguments/session.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';
import { turnsReport, usageReport } from '../report/usage-report.ts';

const DEFAULT_TURNS = 40;
/** Turns that a program gets at most: each is held in memory. `meterline export` streams any number. */
const MAX_TURNS = 200_000;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { ledger, zone } = meterline;
    const range = usageRange(invocation, zone);
    const where = await usageFilters(invocation, meterline);
    const scope = { zone, where, ...boundsOf(range) };
    const facts = { range, where, zone, now: invocation.now };
    if (invocation.flags.on('turns')) {
      const limit = rowLimit(invocation, DEFAULT_TURNS) ?? MAX_TURNS;
      const turns = await lastTurns(ledger, scope, limit);
      const notes = await unpricedNotesOf(meterline, scope, turns.totals.cost.unpricedCalls);
      await emit(invocation, turnsReport(turns, { ...facts, notes }));
      return 0;
    }
    const limit = rowLimit(invocation, DEFAULT_TURNS);
    const result = await ledger.usage({ ...scope, by: ['model'], ...(limit === undefined ? {} : { limit }) });
    const notes = await unpricedNotesOf(meterline, scope, result.totals.cost.unpricedCalls);
    await emit(invocation, usageReport(result, { ...facts, notes }));
    return 0;
  });

/** A session or a job is meant as a whole unless a time is given. */
const usageRange = ({ flags, now }: Invocation, zone: string): AskedRange => {
  const date = flags.text('date');
  if (date === undefined) {
    const whole = flags.text('session') !== undefined || flags.text('cron') !== undefined;
    return rangeOf(flags, zone, now, whole ? 'all' : '30d');
  }
  if (['period', 'since', 'until'].some((name) => flags.text(name) !== undefined))
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: '--date cannot stand beside --period, --since or --until; give one or the other.',
    });
  return dayRange('date', date, zone, now);
};

const usageFilters = async ({ flags }: Invocation, meterline: Meterline): Promise<readonly Filter[]> => {
  const filters: Filter[] = [...filtersOf(flags.list('where'))];
  for (const dimension of ['model', 'agent'] as const) {
    const value = flags.text(dimension);
    if (value !== undefined) filters.push({ dimension, op: '=', value });
  }
  const session = flags.text('session');
  if (session !== undefined) {
    const found = await oneSession(meterline, session);
    filters.push(
      { dimension: 'app', op: '=', value: found.app },
      { dimension: 'session', op: '=', value: found.session },
    );
  }
  const job = flags.text('cron');
  if (job !== undefined) filters.push({ dimension: 'cron', op: '=', value: await cronId(meterline, job) });
  return filters;
};

/** Jobs are known by an id; people know their names. */
const cronId = async ({ ledger }: Meterline, job: string): Promise<string> => {
  const named = (await ledger.cronJobs()).filter(({ name }) => name === job);
  if (named.length > 1)
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `--cron '${job}' is the name of ${named.length} jobs; give an id.`,
      hint: `Ids: ${named.map(({ cron }) => cron).join(', ')}.`,
    });
  return named[0]?.cron ?? job;
};
