import { callEnd, type LedgerEvent } from '@meterline/core';
import { matches } from '../call/dimension-value.ts';
import { compareTasks } from '../query/arrange-tasks.ts';
import { TASK_SEARCHED } from '../query/searched.ts';
import type { TaskPage, TaskQuery, TaskTotals } from '../store.ts';
import { holdText, namedBy, totalsOfCalls } from './group-of-calls.ts';
import type { MemoryCall } from './memory-call.ts';

/** Answers a task query by looking at every call. */
export const memoryTasks = (calls: Iterable<MemoryCall>, query: TaskQuery): TaskPage => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, offset = 0 } = query;
  const byTask = Map.groupBy(
    Array.from(calls, ({ event }) => event),
    ({ task }) => task,
  );
  byTask.delete(undefined);
  const found = [...byTask.values()]
    .filter((events) => events.some((event) => matches(event, query.where)))
    .filter((events) => holdText(events, query.search ?? '', TASK_SEARCHED))
    .map(totalsOf)
    .filter(({ firstAt, lastAt }) => lastAt >= from && firstAt < to)
    .sort(compareTasks(query.orderBy));
  return { tasks: found.slice(offset, offset + query.limit), count: found.length };
};

const totalsOf = (events: readonly LedgerEvent[]): TaskTotals => {
  const { firstAt, lastAt, ...totals } = totalsOfCalls(events);
  const most = namedBy(events);
  const named = events.filter(({ session }) => session !== undefined);
  return {
    ...totals,
    task: events[0]!.task!,
    apps: most((event) => event.app),
    agents: most((event) => event.agent),
    models: most((event) => event.modelCanonical),
    sessions: new Set(named.map(({ app, session }) => JSON.stringify([app ?? null, session]))).size,
    project: most((event) => event.project)[0] ?? null,
    feature: most((event) => event.feature)[0] ?? null,
    user: most((event) => event.user)[0] ?? null,
    firstAt,
    lastAt,
    endedAt: events.map(callEnd).reduce((a, b) => Math.max(a, b)),
  };
};
