import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { IssueCode } from '@meterline/core';
import type { SqlReader, SqlValue } from '@meterline/sources';
import { DATABASE_BUSY_MS, DATABASE_COPY_ATTEMPTS, MAX_DATABASE_COPY_BYTES } from '../import/limits.ts';
import { type Files, isMissing } from './files.ts';
import { readHead } from './source-fs.ts';

/** A database of another program, opened so that not one byte of its folder changes. */
export interface OpenedDatabase {
  readonly reader: SqlReader;
  /** Whether what was read so far can be trusted; false when the file was written under our hands. */
  unchanged(): boolean;
  close(): void;
}

export type OpenDatabase = (path: string) => OpenedDatabase;

/** A database that cannot be read now; `code` is an issue code, as a Node error carries its own. */
export class DatabaseTrouble extends Error {
  readonly code: IssueCode;
  constructor(code: IssueCode, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

/**
 * Opens an agent's SQLite file for reading without leaving a trace: no lock file, no `-shm`, no checkpoint.
 *
 *     beside the file          journal mode   how
 *     -wal with frames, -shm   WAL            `readonly_shm`: joins the writer's index without marking it
 *     -wal with frames         WAL            copied with its WAL to a private folder, and read there
 *     no -wal, or an empty one WAL            `immutable`: a plain open would create -wal and -shm; watched for writes
 *     no -journal              rollback       plain read-only open, which takes a shared lock and writes nothing
 *     -journal                 rollback       a write is going on or was broken off: waits, then copies
 */
export const databaseOpener =
  (files: Files): OpenDatabase =>
  (path) => {
    const way = wayOf(files, path);
    if (way === 'copy') return openCopy(files, path);
    try {
      return openInPlace(files, path, way);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.code === 'DATABASE_DAMAGED' || trouble.code === 'DATABASE_LOCKED') throw trouble;
      return openCopy(files, path);
    }
  };

type Way = 'immutable' | 'readonly_shm' | 'plain' | 'copy';

const SQLITE_MAGIC = 'SQLite format 3\u0000';
/** Byte 18 of the header: 2 says that the file is in WAL mode. */
const WRITE_VERSION_AT = 18;
const WAL_MODE = 2;

const wayOf = (files: Files, path: string): Way => {
  const head = readHead(files, path, 32);
  if (Buffer.from(head).toString('latin1', 0, 16) !== SQLITE_MAGIC)
    throw new DatabaseTrouble('DATABASE_DAMAGED');
  if (head[WRITE_VERSION_AT] !== WAL_MODE) return sizeOf(files, `${path}-journal`) > 0 ? 'copy' : 'plain';
  if (sizeOf(files, `${path}-wal`) <= 0) return 'immutable';
  return sizeOf(files, `${path}-shm`) > 0 ? 'readonly_shm' : 'copy';
};

/** -1 when there is no such file. */
const sizeOf = (files: Files, path: string): number => {
  try {
    return files.stat(path).size;
  } catch (error) {
    if (isMissing(error)) return -1;
    throw error;
  }
};

const QUERY_OF: Readonly<Record<Exclude<Way, 'copy'>, string>> = {
  immutable: 'immutable=1',
  readonly_shm: 'mode=ro&readonly_shm=1',
  plain: 'mode=ro',
};

const openInPlace = (files: Files, path: string, way: Exclude<Way, 'copy'>): OpenedDatabase => {
  const before = signatureOf(files, path);
  const url = pathToFileURL(files.realpath(path));
  url.search = QUERY_OF[way];
  const db = openSqlite(url, true);
  return {
    reader: sqlReader(db),
    // Only an immutable open takes no lock, and so could see half of somebody's write.
    unchanged: () => way !== 'immutable' || signatureOf(files, path).main === before.main,
    close: () => db.close(),
  };
};

const openSqlite = (target: URL | string, readOnly: boolean): DatabaseSync => {
  const db = new DatabaseSync(target, { readOnly, timeout: DATABASE_BUSY_MS });
  try {
    // Opening reads nothing yet: this finds out whether the file can be read at all.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** What tells that a database has changed: its own size and time, and those of its write-ahead log. */
export const signatureOf = (files: Files, path: string): { readonly main: string; readonly all: string } => {
  const facts = files.stat(path);
  const main = `${facts.size}:${facts.modifiedAt}:${facts.inode}`;
  const wal = optionalFacts(files, `${path}-wal`);
  const journal = optionalFacts(files, `${path}-journal`);
  return { main, all: `${main}|${wal}|${journal}` };
};

const optionalFacts = (files: Files, path: string): string => {
  try {
    const facts = files.stat(path);
    return facts.size === 0 ? '' : `${facts.size}:${facts.modifiedAt}`;
  } catch {
    return '';
  }
};

/** Main file and log are copied one after the other, so a write between the two is looked for and the copy repeated. */
const openCopy = (files: Files, path: string): OpenedDatabase => {
  if (sizeOf(files, path) + Math.max(sizeOf(files, `${path}-wal`), 0) > MAX_DATABASE_COPY_BYTES)
    throw new DatabaseTrouble('DATABASE_LOCKED');
  const folder = mkdtempSync(join(tmpdir(), 'meterline-db-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const copy = copyInto(files, path, folder);
    // The copy is ours, so it may be opened for writing: only so can a log or a journal be played back.
    const db = openSqlite(copy, false);
    return {
      reader: sqlReader(db),
      unchanged: () => true,
      close: () => {
        db.close();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw troubleOf(error);
  }
};

const copyInto = (files: Files, path: string, folder: string): string => {
  const copy = join(folder, 'copy.sqlite');
  for (let attempt = 0; attempt < DATABASE_COPY_ATTEMPTS; attempt++) {
    const before = signatureOf(files, path).all;
    for (const suffix of ['', '-wal', '-journal']) {
      rmSync(copy + suffix, { force: true });
      if (suffix === '' || sizeOf(files, path + suffix) > 0) copyFileSync(path + suffix, copy + suffix);
    }
    if (signatureOf(files, path).all === before) return copy;
  }
  throw new DatabaseTrouble('DATABASE_LOCKED');
};

const sqlReader = (db: DatabaseSync): SqlReader => ({
  rows: (sql, ...params) => db.prepare(sql).iterate(...params) as Iterable<Record<string, SqlValue>>,
  tables: () => namesOf(db, "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"),
  columns: (table) => namesOf(db, 'SELECT name FROM pragma_table_info(?)', table),
});

const namesOf = (db: DatabaseSync, sql: string, ...params: readonly string[]): ReadonlySet<string> =>
  new Set(
    db
      .prepare(sql)
      .all(...params)
      .map((row) => String(row.name)),
  );

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** An error of SQLite as the issue that it is. Errors of the file system keep their own code. */
export const troubleOf = (error: unknown): { readonly code: string } & Error => {
  if (!(error instanceof Error)) return new DatabaseTrouble('DATABASE_UNKNOWN');
  if (!('errcode' in error) || typeof error.errcode !== 'number') return error as Error & { code: string };
  const primary = error.errcode & 0xff;
  if (primary === SQLITE_BUSY || primary === SQLITE_LOCKED)
    return new DatabaseTrouble('DATABASE_LOCKED', { cause: error });
  if (primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB)
    return new DatabaseTrouble('DATABASE_DAMAGED', { cause: error });
  return new DatabaseTrouble('DATABASE_UNKNOWN', { cause: error });
};
