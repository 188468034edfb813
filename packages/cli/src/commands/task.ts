import { ofTask, taskDetail, taskHops } from '@meterline/server';
import { rowLimit } from '../arguments/question.ts';
import { oneTask } from '../arguments/task.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { emit } from '../report/emit.ts';
import { taskReport } from '../report/task-report.ts';
import { unpricedNotesOf } from '../report/unpriced-notes.ts';

const DEFAULT_HOPS = 40;
/** More hops than any program wants in one answer. */
const MAX_HOPS = 100_000;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { ledger, zone, world } = meterline;
    const task = await oneTask(meterline, invocation.operands[0] ?? '');
    const limit = rowLimit(invocation, DEFAULT_HOPS) ?? MAX_HOPS;
    await emit(
      invocation,
      taskReport({
        ...(await taskDetail(meterline, task)),
        ...(await taskHops(ledger, task, { offset: 0, limit })),
        ...{ zone, now: invocation.now, home: world.env.home },
        notes: await unpricedNotesOf(meterline, { zone, where: ofTask(task) }, task.cost.unpricedCalls),
      }),
    );
    return 0;
  });
