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
    const result = await ledger.usage({ ...question.scope, by: [], interval: 'hour' });
    const metric = (invocation.flags.text('metric') ?? 'cost') as HourMetric;
    const notes = await unpricedNotesOf(meterline, question.scope, result.totals.cost.unpricedCalls);
    await emit(invocation, hoursReport({ result, question, zone, now: invocation.now, metric, notes }));
    return 0;
  });
