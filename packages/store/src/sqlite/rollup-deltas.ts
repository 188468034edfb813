import type { PricedEvent } from '@meterline/core';
import { BUCKET_MS } from '../totals/bucket.ts';
import { addCall, addSums, MEASURES, noSums, type Sums } from '../totals/measures.ts';
import { placeholders } from './columns.ts';
import type { Connection } from './connection.ts';
import { createPairs } from './pairs.ts';
import type { Scope } from './scope-table.ts';
import { unseal } from './segment-parts.ts';
import { createTaskDeltas } from './task-deltas.ts';

/**
 * What a batch does to the rollups, summed in memory and written as one upsert a row.
 *
 *     call added   → +1 × its measures     ┐  quarter_total (quarter, scope)   day_total (day, scope)
 *     call taken   → -1 × its measures     ┘  session_total (session, app)     scope_total (scope)
 *                                             task_total (task)
 *
 * A merge takes the old version off and adds the new one, so totals move by the difference.
 */
export interface RollupDeltas {
  move(event: PricedEvent, scope: Scope, sign: 1 | -1): void;
  /** First and last call of the session must be looked up again: a call left it or changed its time. */
  recheckSession(scope: Scope): void;
  /** The same of its task. */
  recheckTask(scope: Scope): void;
  /** Writes everything and starts afresh. */
  flush(): void;
}

interface SessionDelta {
  readonly sums: Sums;
  /** The earliest call that moved. */
  since: number;
  firstAt: number;
  lastAt: number;
  recheck: boolean;
}

export const createRollupDeltas = (
  connection: Connection,
  dayOf: (instant: number) => number,
): RollupDeltas => {
  const quarters = createPairs(noSums);
  const days = createPairs(noSums);
  const sessions = createPairs(noSession);
  const tasks = createTaskDeltas(connection);
  const calls = createPairs(noCalls);
  const one = noSums();
  return {
    move: (event, scope, sign) => {
      one.fill(0);
      addCall(one, event, sign);
      const bucket = Math.floor(event.startedAt / BUCKET_MS);
      addSums(quarters.at(bucket, scope.id), one);
      addSums(days.at(dayNumber(dayOf, bucket), scope.id), one);
      calls.at(scope.id, 0).count += sign;
      if (scope.task !== 0) tasks.move(event, scope, one, sign);
      if (scope.session === 0) return;
      const session = sessions.at(scope.session, scope.app);
      addSums(session.sums, one);
      session.since = Math.min(session.since, event.startedAt);
      if (sign === -1) return;
      session.firstAt = Math.min(session.firstAt, event.startedAt);
      session.lastAt = Math.max(session.lastAt, event.startedAt);
    },
    recheckSession: (scope) => {
      if (scope.session !== 0) sessions.at(scope.session, scope.app).recheck = true;
    },
    recheckTask: (scope) => {
      if (scope.task !== 0) tasks.recheck(scope);
    },
    flush: () => {
      quarters.drain((bucket, scope, sums) => writePair(connection, QUARTERS, bucket, scope, sums));
      for (const day of days.firsts()) unseal(connection, day);
      days.drain((day, scope, sums) => writePair(connection, DAYS, day, scope, sums));
      sessions.drain((session, app, delta) => writeSession(connection, session, app, delta));
      tasks.flush();
      calls.drain((scope, _, { count }) => writeScope(connection, scope, count));
    },
  };
};

const isZero = (sum: number): boolean => sum === 0;

/** A day is written as its first quarter of an hour, and a quarter belongs to the day that its start is in. */
export const dayNumber = (dayOf: (instant: number) => number, bucket: number): number =>
  Math.floor(dayOf(bucket * BUCKET_MS) / BUCKET_MS);

const noCalls = (): { count: number } => ({ count: 0 });

const noSession = (): SessionDelta => ({
  sums: noSums(),
  since: Number.POSITIVE_INFINITY,
  firstAt: Number.POSITIVE_INFINITY,
  lastAt: Number.NEGATIVE_INFINITY,
  recheck: false,
});

const ADD_MEASURES = MEASURES.map((name) => `${name} = ${name} + excluded.${name}`).join(', ');
const VALUES = placeholders(MEASURES.length);

/** The statements of one rollup by time and scope. */
const statementsOf = (table: string, time: string) => ({
  add: `INSERT INTO ${table} (${time}, scope, ${MEASURES.join(', ')}) VALUES (?, ?, ${VALUES})
    ON CONFLICT DO UPDATE SET ${ADD_MEASURES}`,
  removeEmpty: `DELETE FROM ${table} WHERE ${time} = ? AND scope = ? AND calls = 0`,
});
const QUARTERS = statementsOf('quarter_total', 'bucket');
const DAYS = statementsOf('day_total', 'day');

const writePair = (
  connection: Connection,
  { add, removeEmpty }: typeof QUARTERS,
  time: number,
  scope: number,
  sums: Sums,
): void => {
  if (sums.every(isZero)) return;
  connection.prepare(add).run(time, scope, ...sums);
  if (sums[0]! < 0) connection.prepare(removeEmpty).run(time, scope);
};

const writeScope = (connection: Connection, scope: number, calls: number): void => {
  if (calls === 0) return;
  connection
    .prepare('INSERT INTO scope_total VALUES (?, ?) ON CONFLICT DO UPDATE SET calls = calls + excluded.calls')
    .run(scope, calls);
  if (calls < 0) connection.prepare('DELETE FROM scope_total WHERE scope = ? AND calls = 0').run(scope);
};

const UPSERT_SESSION = `INSERT INTO session_total (session, app, ${MEASURES.join(', ')}, first_at, last_at)
  VALUES (?, ?, ${VALUES}, ?, ?) ON CONFLICT DO UPDATE SET ${ADD_MEASURES},
  first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at)`;
const UPDATE_SESSION = `UPDATE session_total SET ${MEASURES.map((name) => `${name} = ${name} + ?`).join(', ')}
  WHERE session = ? AND app = ?`;
const RECHECK_SESSION = `UPDATE session_total SET (first_at, last_at) = (
    SELECT min(at), max(at) FROM (
      SELECT event.started_at AS at FROM scope JOIN event ON event.scope = scope.id
        WHERE scope.session = session_total.session AND scope.app = session_total.app
      UNION ALL SELECT session_total.dropped_first_at UNION ALL SELECT session_total.dropped_last_at
    )
  ) WHERE session = ? AND app = ?`;

const CHANGED = 'INSERT INTO session_change (session, app, since) VALUES (?, ?, ?)';

const writeSession = (connection: Connection, session: number, app: number, delta: SessionDelta): void => {
  const { sums, since, firstAt, lastAt, recheck } = delta;
  connection.prepare(CHANGED).run(session, app, since);
  if (firstAt > lastAt) connection.prepare(UPDATE_SESSION).run(...sums, session, app);
  else connection.prepare(UPSERT_SESSION).run(session, app, ...sums, firstAt, lastAt);
  if (!recheck) return;
  connection
    .prepare('DELETE FROM session_total WHERE session = ? AND app = ? AND calls = 0')
    .run(session, app);
  connection.prepare(RECHECK_SESSION).run(session, app);
};
