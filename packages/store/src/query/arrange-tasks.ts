import type { TaskOrder, TaskTotals } from '../store.ts';
import { compareTexts, compareTotals } from './arrange-rows.ts';

/** What tasks are ordered by before anything else, largest first. */
const SIZES: Readonly<Record<TaskOrder, (task: TaskTotals) => number>> = {
  cost: ({ cost }) => cost.listNanoUsd,
  hops: ({ calls }) => calls,
  tokens: ({ tokens }) => tokens.total,
  longest: ({ firstAt, endedAt }) => endedAt - firstAt,
  newest: ({ lastAt }) => lastAt,
};

/** Order of tasks, the same for every engine and total: the last ties go by id. */
export const compareTasks = (orderBy: TaskOrder) => {
  const size = SIZES[orderBy];
  const byTotals = compareTotals('cost');
  return (a: TaskTotals, b: TaskTotals): number =>
    size(b) - size(a) || byTotals(a, b) || b.lastAt - a.lastAt || compareTexts(a.task, b.task);
};
