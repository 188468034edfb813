import { cacheUses } from '@meterline/server';
import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { cacheReport } from '../report/cache-report.ts';
import { emit } from '../report/emit.ts';

const DEFAULT_SESSIONS = 8;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { zone } = meterline;
    const question = questionOf(invocation, zone, '30d');
    const uses = await cacheUses(meterline, question.scope);
    const worst = rowLimit(invocation, DEFAULT_SESSIONS) ?? DEFAULT_SESSIONS;
    await emit(invocation, cacheReport({ uses, question, zone, now: invocation.now, worst }));
    return 0;
  });
