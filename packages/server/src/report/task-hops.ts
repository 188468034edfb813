import { setImmediate as otherWork } from 'node:timers/promises';
import { addTotals, type Filter, MINUTE_MS, NO_USAGE, totalsOfCall, type UsageTotals } from '@meterline/core';
import type { Ledger, StoredCall, TaskTotals } from '@meterline/store';

/** A model call in its place in a task. */
export interface TaskHop {
  readonly call: StoredCall;
  /** From the start of the task's first hop. */
  readonly offsetMs: number;
  /** All hops up to this one, those that are no longer kept singly included. */
  readonly soFar: UsageTotals;
}

export interface TaskHops {
  /** A page, the oldest first. */
  readonly hops: readonly TaskHop[];
  /** Hops of which only sums are still kept. They are before all others. */
  readonly totalsOnly: number;
}

/** The filter that leaves one task. */
export const ofTask = ({ task }: Pick<TaskTotals, 'task'>): readonly Filter[] => [
  { dimension: 'task', op: '=', value: task },
];

/** Calls that are read in one go before other work has its turn. */
const CALLS_AT_ONCE = 1_000;

/** The first hops that are still kept singly, the oldest first. */
export const firstHops = async (
  ledger: Ledger,
  task: Pick<TaskTotals, 'task'>,
  limit: number,
): Promise<readonly StoredCall[]> => {
  const read: StoredCall[] = [];
  for await (const call of ledger.events({ where: ofTask(task), order: 'oldest', limit })) {
    read.push(call);
    if (read.length % CALLS_AT_ONCE === 0) await otherWork();
  }
  return read;
};

/** A page of a task's hops. What came before decides the sum of each, so they are read from the first one. */
export const taskHops = async (
  ledger: Ledger,
  task: TaskTotals,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<TaskHops> => {
  const read = await firstHops(ledger, task, offset + limit);
  const before = await beforeFirst(ledger, task, read);
  let soFar = before;
  const hops = read.map((call): TaskHop => {
    soFar = addTotals(soFar, totalsOfCall(call));
    return { call, offsetMs: call.startedAt - task.firstAt, soFar };
  });
  return { hops: hops.slice(offset), totalsOnly: before.calls };
};

/** What is left of dropped calls counts at the start of its quarter of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Where to look for all that is known of a task. */
export const withinTask = ({ task, firstAt, lastAt }: TaskTotals) => ({
  where: ofTask({ task }),
  from: firstAt - QUARTER_MS,
  to: lastAt + 1,
});

/** Sums of hops that retention dropped: they lie before the first that is left. */
const beforeFirst = async (
  ledger: Ledger,
  task: TaskTotals,
  [first]: readonly StoredCall[],
): Promise<UsageTotals> => {
  if (first?.startedAt === task.firstAt) return NO_USAGE;
  const until = first === undefined ? {} : { to: first.startedAt };
  return (await ledger.usage({ zone: 'UTC', by: [], ...withinTask(task), ...until })).totals;
};
