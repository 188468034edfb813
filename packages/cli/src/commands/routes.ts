import { routes } from '@meterline/server';
import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { routesReport } from '../report/routes-report.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_ROWS = 30;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { ledger, zone } = meterline;
    const { now } = invocation;
    const question = questionOf(invocation, zone, '30d');
    const found = await routes(ledger, {
      ...question.scope,
      period: question.range.period,
      limit: rowLimit(invocation, DEFAULT_ROWS),
    });
    const notes = await unpricedNotesOf(meterline, question.scope, found.totals.cost.unpricedCalls);
    await emit(invocation, routesReport({ routes: found, question, zone, now, notes }));
    return 0;
  });
