import { MeterlineError } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import type { TaskTotals } from '@meterline/store';
import { plain } from '../render/text.ts';

const MAX_NAMED = 5;
const MIN_PREFIX = 6;

/** The one task whose id is, or begins with, what was given. */
export const oneTask = async ({ ledger }: Meterline, given: string): Promise<TaskTotals> => {
  const found = await ledger.findTasks(given);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined)
    throw new MeterlineError({
      code: 'TASK_NOT_FOUND',
      message: `No task has the id '${plain(given)}', or a beginning like it.`,
      hint:
        given.length < MIN_PREFIX
          ? `Give at least ${MIN_PREFIX} characters of it. \`meterline tasks\` lists them.`
          : '`meterline tasks` lists them.',
    });
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `${found.length} tasks have an id that begins with '${plain(given)}'; give more of it.`,
    hint: found
      .slice(0, MAX_NAMED)
      .map(({ task }) => plain(task))
      .join(', '),
  });
};
