import { callEnd, type PricedEvent } from '@meterline/core';
import { addSums, MEASURES, noSums, type Sums } from '../totals/measures.ts';
import { placeholders } from './columns.ts';
import type { Connection } from './connection.ts';
import type { Scope } from './scope-table.ts';

/** What a batch does to the totals of tasks: the part of `RollupDeltas` that most calls pass by. */
export interface TaskDeltas {
  /** Of a call that has a task: its measures, with their sign. */
  move(event: PricedEvent, scope: Scope, measures: Sums, sign: 1 | -1): void;
  /** The task's first and last hop must be looked up again: one left it or changed its time. */
  recheck(scope: Scope): void;
  flush(): void;
}

interface TaskDelta {
  readonly sums: Sums;
  firstAt: number;
  lastAt: number;
  endedAt: number;
  recheck: boolean;
}

/** A batch of an import may touch any number of tasks, live ones a few: the newest changes that a reader can catch up with. */
const CHANGES_KEPT = 16_384;

export const createTaskDeltas = (connection: Connection): TaskDeltas => {
  const tasks = new Map<number, TaskDelta>();
  const at = (task: number): TaskDelta => {
    const delta = tasks.get(task) ?? noTask();
    tasks.set(task, delta);
    return delta;
  };
  return {
    move: (event, scope, measures, sign) => {
      const delta = at(scope.task);
      addSums(delta.sums, measures);
      if (sign === -1) return;
      delta.firstAt = Math.min(delta.firstAt, event.startedAt);
      delta.lastAt = Math.max(delta.lastAt, event.startedAt);
      delta.endedAt = Math.max(delta.endedAt, callEnd(event));
    },
    recheck: (scope) => {
      at(scope.task).recheck = true;
    },
    flush: () => {
      if (tasks.size === 0) return;
      for (const [task, delta] of tasks) writeTask(connection, task, delta);
      connection.prepare(FORGET).run(CHANGES_KEPT);
      tasks.clear();
    },
  };
};

const noTask = (): TaskDelta => ({
  sums: noSums(),
  firstAt: Number.POSITIVE_INFINITY,
  lastAt: Number.NEGATIVE_INFINITY,
  endedAt: Number.NEGATIVE_INFINITY,
  recheck: false,
});

const ADD = `INSERT INTO task_total (task, ${MEASURES.join(', ')}, first_at, last_at, ended_at)
  VALUES (?, ${placeholders(MEASURES.length)}, ?, ?, ?) ON CONFLICT DO UPDATE SET
  ${MEASURES.map((name) => `${name} = ${name} + excluded.${name}`).join(', ')},
  first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
  ended_at = max(ended_at, excluded.ended_at)`;
const TAKE = `UPDATE task_total SET ${MEASURES.map((name) => `${name} = ${name} + ?`).join(', ')} WHERE task = ?`;
const REMOVE_EMPTY = 'DELETE FROM task_total WHERE task = ? AND calls = 0';
/** Where the latency is not known a call ends when it starts, as `callEnd` has it. */
export const ENDED_AT = 'e.started_at + CAST(round(ifnull(e.latency_ms, 0)) AS INTEGER)';
const RECHECK = `UPDATE task_total SET (first_at, last_at, ended_at) = (
    SELECT min(first), max(last), max(ended) FROM (
      SELECT e.started_at AS first, e.started_at AS last, ${ENDED_AT} AS ended
        FROM scope s CROSS JOIN event e ON e.scope = s.id WHERE s.task <> 0 AND s.task = task_total.task
      UNION ALL SELECT dropped_first_at, dropped_last_at, dropped_ended_at
    )
  ) WHERE task = ?`;
const CHANGED = 'INSERT INTO task_change (task) VALUES (?)';
const FORGET = 'DELETE FROM task_change WHERE id <= (SELECT max(id) FROM task_change) - ?';

const writeTask = (connection: Connection, task: number, delta: TaskDelta): void => {
  const { sums, firstAt, lastAt, endedAt, recheck } = delta;
  connection.prepare(CHANGED).run(task);
  if (firstAt > lastAt) connection.prepare(TAKE).run(...sums, task);
  else connection.prepare(ADD).run(task, ...sums, firstAt, lastAt, endedAt);
  if (!recheck) return;
  connection.prepare(REMOVE_EMPTY).run(task);
  connection.prepare(RECHECK).run(task);
};
