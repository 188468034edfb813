import { cacheSavings } from '@meterline/server';
import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { cacheReport } from '../report/cache-report.ts';
import { emit } from '../report/emit.ts';

const DEFAULT_SESSIONS = 8;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async ({ ledger, engine, zone, world }) => {
    const { now } = invocation;
    const question = questionOf(invocation, zone, '30d');
    const { period } = question.range;
    const sessions = rowLimit(invocation, DEFAULT_SESSIONS) ?? DEFAULT_SESSIONS;
    const cache = await cacheSavings(ledger, engine, { ...question.scope, period, sessions }, now);
    await emit(invocation, cacheReport({ cache, question, zone, now, home: world.env.home }));
    return 0;
  });
