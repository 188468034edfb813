import type { GetAnswer } from '@meterline/api/client';
import { client } from '../../data/client.ts';
import { type ListRows, useListRows } from '../../parts/use-list-rows.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import type { Question } from '../../state/view.ts';
import type { TaskOrder } from './task-order.ts';

export type TaskRow = GetAnswer<'/tasks'>['rows'][number];

export interface TasksAsked extends Question {
  readonly search?: string;
  readonly orderBy: TaskOrder;
}

export type TaskRows = ListRows<TaskRow, GetAnswer<'/tasks'>>;

const TASKS = {
  name: '/tasks',
  ask: (
    asked: TasksAsked & { readonly offset?: number; readonly limit: number },
    signal: AbortSignal,
  ): Promise<GetAnswer<'/tasks'>> => client.get('/tasks', asked, { signal }),
  keyOf: ({ task }: TaskRow): string => task,
};

/** The tasks that a question names, page by page as they come into view. */
export const useTaskRows = (asked: TasksAsked, window: RowWindow): TaskRows =>
  useListRows(TASKS, asked, window);
