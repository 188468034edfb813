import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface SessionRow {
  readonly id: string;
  readonly parent_id?: string | null;
  readonly directory?: string;
  readonly time_created: number;
  readonly time_updated: number;
}
export interface MessageRow {
  readonly id: string;
  readonly session_id: string;
  readonly time_created: number;
  readonly time_updated: number;
  readonly data: unknown;
}

/** The rows that a real 1.18.33 wrote, without any text. */
export const ROWS = JSON.parse(
  readFileSync(`${import.meta.dirname}/testdata/opencode-1.18.33.json`, 'utf8'),
) as { session: readonly SessionRow[]; message: readonly MessageRow[] };

const SCHEMA = `
  CREATE TABLE project (id TEXT PRIMARY KEY);
  CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT, time_created INTEGER, time_updated INTEGER);
  CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);
  CREATE TABLE session_message (id TEXT PRIMARY KEY, session_id TEXT, type TEXT, seq INTEGER, time_created INTEGER,
    time_updated INTEGER, data TEXT);`;

/** A data folder with a database that has its last rows in the WAL only, as the program leaves it. */
export const newDatabase = (name = 'opencode.db') => {
  const root = mkdtempSync(join(tmpdir(), 'meterline-opencode-'));
  const path = join(root, name);
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;');
  const close = (): void => {
    db.close();
    rmSync(root, { recursive: true });
  };
  return { root, path, db, close };
};

export const createTables = (db: DatabaseSync): void => db.exec(SCHEMA);

export const addSession = (db: DatabaseSync, row: SessionRow): void => {
  db.prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?)').run(
    row.id,
    row.parent_id ?? null,
    row.directory ?? null,
    row.time_created,
    row.time_updated,
  );
};

export const putMessage = (db: DatabaseSync, row: MessageRow): void => {
  const data = typeof row.data === 'string' ? row.data : JSON.stringify(row.data);
  db.prepare('INSERT OR REPLACE INTO message VALUES (?, ?, ?, ?, ?)').run(
    row.id,
    row.session_id,
    row.time_created,
    row.time_updated,
    data,
  );
};

export const fill = (db: DatabaseSync): void => {
  createTables(db);
  for (const row of ROWS.session) addSession(db, row);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  for (const row of ROWS.message) putMessage(db, row);
};
