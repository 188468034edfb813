import { cronJobsOf } from '@meterline/server';
import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { cronReport } from '../report/cron-report.ts';
import { emit } from '../report/emit.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_ROWS = 30;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const question = questionOf(invocation, meterline.zone, '30d');
    const { jobs, totals, selection } = await cronJobsOf(meterline.ledger, question.scope);
    const limit = rowLimit(invocation, DEFAULT_ROWS);
    await emit(
      invocation,
      cronReport({
        jobs: limit === undefined ? jobs : jobs.slice(0, limit),
        omitted: limit === undefined ? 0 : Math.max(0, jobs.length - limit),
        totals,
        question,
        zone: meterline.zone,
        now: invocation.now,
        notes: await unpricedNotesOf(meterline, selection, totals.cost.unpricedCalls),
      }),
    );
    return 0;
  });
