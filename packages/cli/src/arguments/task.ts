import type { Meterline } from '@meterline/server';
import type { TaskTotals } from '@meterline/store';
import { onlyOne } from './only-one.ts';

/** The one task whose id is, or begins with, what was given. */
export const oneTask = async ({ ledger }: Meterline, given: string): Promise<TaskTotals> =>
  onlyOne(await ledger.findTasks(given), given, {
    one: 'task',
    missing: 'TASK_NOT_FOUND',
    hint: '`meterline tasks` lists them.',
    nameOf: ({ task }) => task,
  });
