import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { openForReading } from './open-for-reading.ts';

/** A lock is first waited for this long inside SQLite; longer waits give the thread back (see `write-lock.ts`). */
const BUSY_TIMEOUT_MS = 100;
const CACHE_KIB = 32 * 1024;
/** Pages after which the write-ahead log is copied back: fewer copies of hot pages in a large import. */
const CHECKPOINT_PAGES = 8_000;
const WAL_KEPT_BYTES = 32 * 1024 * 1024;

/** A connection with its prepared statements. */
export interface Connection {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly readOnly: boolean;
  /** Prepares once; the texts come from this package, so their number is bounded by its code (and see the limit). */
  prepare(sql: string): StatementSync;
}

/** Statements kept; texts vary with the dimensions of a query. */
const STATEMENTS_MAX = 500;

export const openConnection = (path: string, readOnly: boolean): Connection => {
  if (!readOnly) createPrivately(path);
  const db = readOnly
    ? openForReading(path, BUSY_TIMEOUT_MS)
    : new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY;`);
    if (!readOnly) {
      db.exec('PRAGMA journal_mode = WAL');
      db.exec(`PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
        PRAGMA journal_size_limit = ${WAL_KEPT_BYTES}`);
    }
  } catch (error) {
    db.close();
    throw error;
  }
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      if (statements.size >= STATEMENTS_MAX) statements.clear();
      statement = db.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };
  return { db, path, readOnly, prepare };
};

/** The file and its folder belong to the user alone: it names projects and people. */
const createPrivately = (path: string): void => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
};
