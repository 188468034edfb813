import { bucketStart } from '../totals/bucket.ts';
import { keepDroppedUses } from './dropped-use.ts';
import { addRawCalls, bumpRevision } from './meta.ts';
import { settleAllLapses } from './settle-lapses.ts';
import type { Shelf } from './shelf.ts';
import { ENDED_AT } from './task-deltas.ts';
import type { WriteLock } from './write-lock.ts';

/** Calls dropped in one transaction, so that other writers get their turn. */
const DROP_ROWS = 20_000;

const DOOMED = 'SELECT id FROM event WHERE started_at < ?1 ORDER BY started_at LIMIT ?2';

/** First and last of the doomed calls are kept with their session: its totals still span them. */
const KEEP_BOUNDS = `UPDATE session_total SET
    dropped_first_at = min(ifnull(dropped_first_at, d.first_at), d.first_at),
    dropped_last_at = max(ifnull(dropped_last_at, d.last_at), d.last_at)
  FROM (
    SELECT s.session, s.app, min(e.started_at) AS first_at, max(e.started_at) AS last_at
    FROM event e CROSS JOIN scope s ON s.id = e.scope WHERE e.id IN (${DOOMED}) GROUP BY s.session, s.app
  ) d WHERE session_total.session = d.session AND session_total.app = d.app`;

/** The same of their task, which also spans to the end of its calls. */
const KEEP_TASK_BOUNDS = `UPDATE task_total SET
    dropped_first_at = min(ifnull(dropped_first_at, d.first_at), d.first_at),
    dropped_last_at = max(ifnull(dropped_last_at, d.last_at), d.last_at),
    dropped_ended_at = max(ifnull(dropped_ended_at, d.ended_at), d.ended_at)
  FROM (
    SELECT s.task, min(e.started_at) AS first_at, max(e.started_at) AS last_at, max(${ENDED_AT}) AS ended_at
    FROM event e CROSS JOIN scope s ON s.id = e.scope WHERE e.id IN (${DOOMED}) AND s.task <> 0 GROUP BY s.task
  ) d WHERE task_total.task = d.task`;

const KEEP_LEDGER_BOUNDS = `INSERT INTO meta
  SELECT key, value FROM (
    SELECT 'dropped_first_at' AS key, min(started_at) AS value FROM event WHERE id IN (${DOOMED})
    UNION ALL SELECT 'dropped_last_at', max(started_at) FROM event WHERE id IN (${DOOMED})
  ) WHERE value IS NOT NULL
  ON CONFLICT DO UPDATE SET value = iif(key = 'dropped_first_at', min(value, excluded.value), max(value, excluded.value))`;

// Their sums stay in the rollups.
const FORGET_LAPSES = `DELETE FROM lapse WHERE event IN (${DOOMED})`;

/** Drops raw calls and nothing else: rollups, sessions and identity keys stay as they are. */
export const dropBefore = async (shelf: Shelf, lock: WriteLock, instant: number): Promise<number> => {
  const before = bucketStart(instant);
  let dropped = 0;
  for (;;) {
    const part = await lock.write(() => dropSome(shelf, before));
    dropped += part;
    if (part < DROP_ROWS) return dropped;
  }
};

const dropSome = (shelf: Shelf, before: number): number => {
  const { connection } = shelf;
  settleAllLapses(shelf);
  keepDroppedUses(connection, DOOMED, [before, DROP_ROWS]);
  connection.prepare(FORGET_LAPSES).run(before, DROP_ROWS);
  connection.prepare(KEEP_BOUNDS).run(before, DROP_ROWS);
  connection.prepare(KEEP_TASK_BOUNDS).run(before, DROP_ROWS);
  connection.prepare(KEEP_LEDGER_BOUNDS).run(before, DROP_ROWS);
  const { changes } = connection.prepare(`DELETE FROM event WHERE id IN (${DOOMED})`).run(before, DROP_ROWS);
  addRawCalls(connection, -Number(changes));
  bumpRevision(connection);
  return Number(changes);
};
