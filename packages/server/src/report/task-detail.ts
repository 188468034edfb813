import type { UsageQuery, UsageRow } from '@meterline/core';
import type { TaskTotals } from '@meterline/store';
import type { Meterline } from '../meterline.ts';
import { type AgentLine, agentTree } from './agent-tree.ts';
import { parentsOf } from './session-detail.ts';
import { firstHops, ofTask, withinTask } from './task-hops.ts';
import { type TaskTiming, taskTiming } from './task-timing.ts';

/** One task in full, but for its hops. */
export interface TaskDetail {
  readonly task: TaskTotals;
  /** By provider and model. */
  readonly models: readonly UsageRow[];
  readonly agents: readonly AgentLine[];
  /** By app and session, the most expensive first; a call outside any session is under null. */
  readonly sessions: readonly UsageRow[];
  /** Sessions that `sessions` leaves out. */
  readonly otherSessions: number;
  readonly timing: TaskTiming;
}

/** Hops whose times are looked at; a task with more is told as untimed. */
export const MAX_TIMED_HOPS = 10_000;
const MAX_SESSIONS = 50;

/** What there is to say of a task. */
export const taskDetail = async ({ ledger }: Meterline, task: TaskTotals): Promise<TaskDetail> => {
  const where = ofTask(task);
  const by = (dimensions: UsageQuery['by'], limit?: number) =>
    ledger.usage({
      zone: 'UTC',
      ...withinTask(task),
      by: dimensions,
      ...(limit === undefined ? {} : { limit }),
    });
  const agents = await by(['agent']);
  const sessions = await by(['app', 'session'], MAX_SESSIONS);
  const models = await by(['provider', 'model']);
  return {
    task,
    models: models.rows,
    agents: agentTree(agents.rows, await parentsOf(ledger, where, agents.rows)),
    sessions: sessions.rows,
    otherSessions: sessions.omittedRows,
    timing: taskTiming(task, await firstHops(ledger, task, MAX_TIMED_HOPS), task.calls),
  };
};
