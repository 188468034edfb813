import { MeterlineError } from '@meterline/core';
import type { Ledger, TaskTotals } from '@meterline/store';

const MAX_NAMED = 5;

/** The one task of an id, or of a beginning of it. */
export const oneTask = async (ledger: Ledger, id: string): Promise<TaskTotals> => {
  const found = await ledger.findTasks(id);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined)
    throw new MeterlineError({
      code: 'TASK_NOT_FOUND',
      message: 'No task has this id, or a beginning like it.',
      hint: 'Give at least 6 characters of it.',
    });
  throw new MeterlineError({
    code: 'REQUEST_INVALID',
    message: `task: ${found.length} tasks have an id that begins so; give more of it.`,
    hint: found
      .slice(0, MAX_NAMED)
      .map(({ task }) => task)
      .join(', '),
  });
};
