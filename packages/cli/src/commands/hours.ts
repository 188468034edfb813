import { activity } from '@meterline/server';
import { questionOf } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { type HourMetric, hoursReport } from '../report/hours-report.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { ledger, zone } = meterline;
    const question = questionOf(invocation, zone, '30d');
    const { week, totals } = await activity(ledger, question.scope);
    const metric = (invocation.flags.text('metric') ?? 'cost') as HourMetric;
    const notes = await unpricedNotesOf(meterline, question.scope, totals.cost.unpricedCalls);
    await emit(invocation, hoursReport({ week, totals, question, zone, now: invocation.now, metric, notes }));
    return 0;
  });
