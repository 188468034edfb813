import type { Connection } from './connection.ts';
import { findLapseChanges, type LapseChange, type StoredLapse } from './find-lapses.ts';
import { createLapseDeltas, type LapseDeltas } from './lapse-deltas.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Shelf } from './shelf.ts';

/**
 * Lapses are worked out after the calls are there, a session at a time, from its first call that moved:
 *
 *     append → session_change ─┬─ live batches: all that wait, whenever there are 64, in the same transaction
 *                              ├─ `settle`, or a question after a large batch: some sessions a transaction
 *                              └─ a question meanwhile: on the fly, for the sessions that still wait
 */
export interface WaitingSession {
  readonly session: number;
  readonly app: number;
  readonly since: number;
}

const UP_TO = 'lapses_up_to';
const LAST = 'SELECT max(id) AS last FROM session_change';
const WAITING = `SELECT session, app, min(since) AS since FROM session_change WHERE id > ?
  GROUP BY session, app ORDER BY session, app`;

const upTo = (connection: Connection): number => (readMeta(connection, UP_TO) as number | undefined) ?? 0;

export const lastChange = (connection: Connection): number =>
  (connection.prepare(LAST).get()!.last as number | null) ?? 0;

/** Changes that wait: at least as many as sessions do. */
export const waitingChanges = (connection: Connection): number => lastChange(connection) - upTo(connection);

/** Sessions whose lapses may not be as stored. */
export const waitingSessions = (connection: Connection): readonly WaitingSession[] =>
  connection.prepare(WAITING).all(upTo(connection)) as unknown as readonly WaitingSession[];

export const changesOf = (
  connection: Connection,
  waiting: readonly WaitingSession[],
): readonly LapseChange[] =>
  waiting.flatMap(({ session, app, since }) => findLapseChanges(connection, session, app, since));

/** Stores the lapses of some sessions, inside the caller's write transaction. Doing it twice changes nothing more. */
export const settleLapsesOf = (shelf: Shelf, waiting: readonly WaitingSession[]): void => {
  const { connection } = shelf;
  shelf.zone();
  const deltas = createLapseDeltas(connection, shelf.dayOf);
  for (const { event, at, scope, old, now } of changesOf(connection, waiting)) {
    if (old !== undefined) deltas.move(at, scope, old, -1);
    if (now === undefined) connection.prepare('DELETE FROM lapse WHERE event = ?').run(event);
    else {
      connection
        .prepare('INSERT OR REPLACE INTO lapse VALUES (?, ?, ?)')
        .run(event, now.tokens, now.withinHour ? 1 : 0);
      deltas.move(at, scope, now, 1);
    }
  }
  deltas.flush();
};

/** Notes that no change up to this one waits any more, and forgets old ones. Inside a write transaction. */
export const markSettled = (connection: Connection, change: number, kept: number): void => {
  if (change > upTo(connection)) writeMeta(connection, UP_TO, change);
  connection
    .prepare('DELETE FROM session_change WHERE id <= ?')
    .run(Math.min(change, lastChange(connection) - kept));
};

/** Everything that waits, inside the caller's write transaction. */
export const settleAllLapses = (shelf: Shelf): void => {
  const last = lastChange(shelf.connection);
  if (last === upTo(shelf.connection)) return;
  settleLapsesOf(shelf, waitingSessions(shelf.connection));
  markSettled(shelf.connection, last, shelf.limits.changesKept);
};

/** More changes than these were left by an import, and are for `settle` or the next question to work out. */
const LIVE_WAITING_MAX = 1_024;

/** With a live batch, once enough waits: calls of one session that follow each other are looked at together. */
export const settleSomeLapses = (shelf: Shelf): void => {
  const waiting = waitingChanges(shelf.connection);
  if (waiting >= shelf.limits.liveChanges && waiting <= LIVE_WAITING_MAX) settleAllLapses(shelf);
};

/** Takes the lapse of a call that moves or goes off the rollups. */
export const takeLapse = (
  connection: Connection,
  deltas: LapseDeltas,
  call: { readonly id: number; readonly at: number; readonly scope: number },
): void => {
  const row = connection.prepare(TAKE).get(call.id);
  if (row === undefined) return;
  const lapse: StoredLapse = { tokens: row.tokens as number, withinHour: row.within_hour === 1 };
  deltas.move(call.at, call.scope, lapse, -1);
};

const TAKE = 'DELETE FROM lapse WHERE event = ? RETURNING tokens, within_hour';
