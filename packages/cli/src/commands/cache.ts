import { cacheSavings } from '@meterline/server';
import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { cacheReport } from '../report/cache-report.ts';
import { emit } from '../report/emit.ts';

/** Sessions, and projects that a person sees. */
const DEFAULT_ROWS = 8;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async ({ ledger, engine, zone, world }) => {
    const { now } = invocation;
    const question = questionOf(invocation, zone, '30d');
    const { period } = question.range;
    const rows = rowLimit(invocation, DEFAULT_ROWS) ?? DEFAULT_ROWS;
    const cache = await cacheSavings(ledger, engine, { ...question.scope, period, sessions: rows }, now);
    await emit(invocation, cacheReport({ cache, question, zone, now, home: world.env.home, projects: rows }));
    return 0;
  });
