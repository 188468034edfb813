import type { GetAnswer, Query } from '@meterline/api/client';
import { client } from '../../data/client.ts';
import { type Listing, ListPage } from '../../parts/list-page.tsx';
import { taskAddress } from '../../shell/pages.ts';
import { taskColumns } from './task-columns.tsx';
import { WhatTasksAre } from './what-tasks-are.tsx';
import './tasks.css';

export type TaskRow = GetAnswer<'/tasks'>['rows'][number];

const TASKS: Listing<TaskRow, NonNullable<Query<'/tasks'>['orderBy']>> = {
  one: 'task',
  title: 'Tasks',
  note: 'with a hop in this time; figures are of the whole task',
  command: 'tasks',
  path: '/tasks',
  ask: (asked, signal) => client.get('/tasks', asked, { signal }),
  keyOf: ({ task }) => task,
  orders: { cost: 'Cost', hops: 'Hops', tokens: 'Tokens', longest: 'Longest', newest: 'Newest' },
  addressOf: ({ task }, link) => link(taskAddress(task)),
  columns: taskColumns,
  searched: 'id, app, project, agent, model, feature or user',
  none: <WhatTasksAre />,
};

/** Every task with a hop in the range, ranked, in a list of any length. */
export const TasksPage = () => <ListPage of={TASKS} />;
