import type { TaskOrder } from '@meterline/store';
import { boundsOf, questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { tasksReport } from '../report/tasks-report.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_ROWS = 20;
/** More tasks than any program wants in one answer; `--where` and a range narrow it down. */
const MAX_TASKS = 100_000;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { flags, now } = invocation;
    const { range, where, scope } = questionOf(invocation, meterline.zone, '30d');
    const search = flags.text('search') ?? '';
    const order = (flags.text('sort') ?? 'cost') as TaskOrder;
    const page = await meterline.ledger.tasks({
      ...{ ...boundsOf(range), where, search, orderBy: order },
      limit: rowLimit(invocation, DEFAULT_ROWS) ?? MAX_TASKS,
    });
    const unpriced = page.tasks.reduce((sum, { cost }) => sum + cost.unpricedCalls, 0);
    const notes = await unpricedNotesOf(meterline, scope, unpriced);
    await emit(
      invocation,
      tasksReport({ page, range, where, search, order, zone: meterline.zone, now, notes }),
    );
    return 0;
  });
