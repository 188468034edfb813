import { type CallChange, CHANGES_KEPT, type ChangePage } from '../store.ts';
import type { Connection } from './connection.ts';
import type { EventRow } from './event-row.ts';
import { callOf } from './event-table.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Shelf } from './shelf.ts';

/** In the order of their numbers in the table. */
const KINDS = ['added', 'changed', 'removed'] as const;

/** Notes what happens to calls during one transaction, and writes it at its end. */
export interface ChangeLog {
  /** `formerIds`: ids that the call had and has no more. */
  note(kind: CallChange['kind'], event: number, startedAt: number, formerIds?: readonly string[]): void;
  flush(): void;
}

/** Nothing is kept as long as nobody follows. */
export const createChangeLog = (connection: Connection): ChangeLog => {
  const since = (readMeta(connection, SINCE) as number | undefined) ?? Number.POSITIVE_INFINITY;
  const rows: [event: number, kind: number, formerIds: string | null][] = [];
  return {
    note: (kind, event, startedAt, formerIds = []) => {
      if (startedAt >= since)
        rows.push([event, KINDS.indexOf(kind), formerIds.length === 0 ? null : formerIds.join(' ')]);
    },
    flush: () => {
      if (rows.length === 0) return;
      const insert = connection.prepare('INSERT INTO call_change (event, kind, former_ids) VALUES (?, ?, ?)');
      for (const row of rows) insert.run(...row);
      connection
        .prepare('DELETE FROM call_change WHERE place <= ?')
        .run(lastPlace(connection) - CHANGES_KEPT);
    },
  };
};

const SINCE = 'changes_since';

/** Inside a write transaction. */
export const followChanges = (connection: Connection, since: number | undefined): void => {
  if (since !== undefined) {
    writeMeta(connection, SINCE, since);
    return;
  }
  connection.prepare('DELETE FROM meta WHERE key = ?').run(SINCE);
  connection.prepare('DELETE FROM call_change').run();
};

const READ = `SELECT c.place, c.kind, c.former_ids, e.* FROM call_change c LEFT JOIN event e ON e.id = c.event
  WHERE c.place > ? ORDER BY c.place LIMIT ?`;

export const readChanges = (shelf: Shelf, after: number, limit: number): ChangePage => {
  const { connection } = shelf;
  const rows = connection.prepare(READ).all(after, limit) as unknown as EventRow[];
  const last = lastPlace(connection);
  const kept = connection
    .prepare('SELECT count(*) AS kept FROM call_change WHERE place > ?')
    .get(after)!.kept;
  return {
    changes: rows.map((row) => changeOf(shelf, row)),
    last,
    lost: Math.max(last - after - (kept as number), 0),
  };
};

/** The newest there ever was, also when it is kept no more. */
const lastPlace = (connection: Connection): number =>
  (connection.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'call_change'").get()?.seq as
    | number
    | undefined) ?? 0;

const changeOf = (shelf: Shelf, row: EventRow): CallChange => ({
  place: row.place as number,
  kind: KINDS[row.kind as number]!,
  call: row.id === null ? undefined : callOf(shelf, row),
  formerIds: row.former_ids === null ? [] : (row.former_ids as string).split(' '),
});
