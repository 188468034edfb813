import type { Ledger, TaskTotals } from '@meterline/store';
import { onlyOne } from './only-one.ts';

/** The one task of an id, or of a beginning of it. */
export const oneTask = async (ledger: Ledger, id: string): Promise<TaskTotals> =>
  onlyOne(await ledger.findTasks(id), {
    one: 'task',
    missing: 'TASK_NOT_FOUND',
    hint: 'Give at least 6 characters of it.',
    idOf: ({ task }) => task,
  });
