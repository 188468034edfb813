import { callEnd, type LedgerEvent } from '@meterline/core';
import { dimensionValue, matches } from '../call/dimension-value.ts';
import { compareTasks } from '../query/arrange-tasks.ts';
import { mostUsed } from '../query/most-used.ts';
import { TASK_SEARCHED } from '../query/searched.ts';
import type { TaskPage, TaskQuery, TaskTotals } from '../store.ts';
import { addCall, noSums, toTotals } from '../totals/measures.ts';
import type { MemoryCall } from './memory-call.ts';

/** Answers a task query by looking at every call. */
export const memoryTasks = (calls: Iterable<MemoryCall>, query: TaskQuery): TaskPage => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, offset = 0 } = query;
  const needle = (query.search ?? '').toLowerCase();
  const byTask = Map.groupBy(
    Array.from(calls, ({ event }) => event),
    ({ task }) => task,
  );
  byTask.delete(undefined);
  const found = [...byTask.values()]
    .filter((events) => events.some((event) => matches(event, query.where)))
    .filter((events) => needle === '' || events.some((event) => holdsText(event, needle)))
    .map(totalsOf)
    .filter(({ firstAt, lastAt }) => lastAt >= from && firstAt < to)
    .sort(compareTasks(query.orderBy));
  return { tasks: found.slice(offset, offset + query.limit), count: found.length };
};

const holdsText = (event: LedgerEvent, needle: string): boolean =>
  TASK_SEARCHED.some((dimension) => dimensionValue(event, dimension)?.toLowerCase().includes(needle));

const totalsOf = (events: readonly LedgerEvent[]): TaskTotals => {
  const sums = noSums();
  for (const event of events) addCall(sums, event, 1);
  const most = (textOf: (event: LedgerEvent) => string | undefined): readonly string[] =>
    mostUsed(events.map((event) => [textOf(event) ?? null, 1]));
  const times = events.map(({ startedAt }) => startedAt);
  const named = events.filter(({ session }) => session !== undefined);
  return {
    ...toTotals(sums),
    task: events[0]!.task!,
    apps: most((event) => event.app),
    agents: most((event) => event.agent),
    models: most((event) => event.modelCanonical),
    sessions: new Set(named.map(({ app, session }) => JSON.stringify([app ?? null, session]))).size,
    project: most((event) => event.project)[0] ?? null,
    feature: most((event) => event.feature)[0] ?? null,
    user: most((event) => event.user)[0] ?? null,
    firstAt: times.reduce((a, b) => Math.min(a, b)),
    lastAt: times.reduce((a, b) => Math.max(a, b)),
    endedAt: events.map(callEnd).reduce((a, b) => Math.max(a, b)),
  };
};
