import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { modelsReport } from '../report/models-report.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_ROWS = 30;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { ledger, zone } = meterline;
    const question = questionOf(invocation, zone, '30d');
    const limit = rowLimit(invocation, DEFAULT_ROWS);
    const result = await ledger.usage({
      ...question.scope,
      by: ['provider', 'model'],
      ...(limit === undefined ? {} : { limit }),
    });
    const notes = await unpricedNotesOf(meterline, question.scope, result.totals.cost.unpricedCalls);
    await emit(invocation, modelsReport({ result, question, zone, now: invocation.now, notes }));
    return 0;
  });
