import { models } from '@meterline/server';
import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { modelsReport } from '../report/models-report.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_ROWS = 30;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { ledger, engine, zone } = meterline;
    const { now } = invocation;
    const question = questionOf(invocation, zone, '30d');
    const { period } = question.range;
    const { rows, totals } = await models(ledger, engine, { ...question.scope, period }, now);
    const shown = rows.slice(0, rowLimit(invocation, DEFAULT_ROWS) ?? rows.length);
    const notes = await unpricedNotesOf(meterline, question.scope, totals.cost.unpricedCalls);
    const omitted = rows.length - shown.length;
    await emit(invocation, modelsReport({ rows: shown, totals, omitted, question, zone, now, notes }));
    return 0;
  });
