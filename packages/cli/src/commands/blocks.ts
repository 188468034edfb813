import { blocksIn, withCallTimes } from '@meterline/server';
import { questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { blocksReport } from '../report/blocks-report.ts';
import { emit } from '../report/emit.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_ROWS = 20;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { zone, ledger } = meterline;
    const question = questionOf(invocation, zone, '7d');
    const blocks = await blocksIn(ledger, question.scope);
    const limit = rowLimit(invocation, DEFAULT_ROWS) ?? blocks.length;
    const unpriced = blocks.reduce((sum, { usage }) => sum + usage.cost.unpricedCalls, 0);
    const notes = await unpricedNotesOf(meterline, question.scope, unpriced);
    await emit(
      invocation,
      blocksReport({
        blocks: await withCallTimes(ledger, question.scope, blocks.slice(-limit)),
        count: blocks.length,
        question,
        zone,
        now: invocation.now,
        notes,
      }),
    );
    return 0;
  });
