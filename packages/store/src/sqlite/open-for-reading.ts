import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { isUnopenable } from './faults.ts';

/**
 * Opens a ledger that will not be written. SQLite makes two small files beside a ledger even for reading; where the
 * folder does not allow that, and no write-ahead log lies there whose calls would be missed, the file is read as one
 * that nobody changes. Throws what SQLite says of any other reason.
 *
 * @param timeoutMs How long a lock is waited for.
 */
export const openForReading = (path: string, timeoutMs: number): DatabaseSync => {
  try {
    return opened(path, timeoutMs);
  } catch (error) {
    if (!isUnopenable(error) || sizeOf(path) === 0 || sizeOf(`${path}-wal`) > 0) throw error;
  }
  const unchanging = pathToFileURL(path);
  unchanging.searchParams.set('immutable', '1');
  return opened(unchanging, timeoutMs);
};

const opened = (location: string | URL, timeout: number): DatabaseSync => {
  const db = new DatabaseSync(location, { readOnly: true, timeout });
  try {
    // The file is only looked at by the first statement.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
