import { setTimeout as delay } from 'node:timers/promises';
import { type Dimension, MeterlineError } from '@meterline/core';
import { groupCopies } from '../call/group-copies.ts';
import {
  checkDimension,
  checkDimensions,
  checkFilters,
  checkQuery,
  checkZone,
} from '../query/check-query.ts';
import type { AppendResult, Ledger, LedgerBatch } from '../store.ts';
import { findActiveSessions } from './active-sessions.ts';
import { appendCalls } from './append.ts';
import { followChanges, readChanges } from './call-changes.ts';
import { findCallsByText, streamCalls } from './calls.ts';
import { type Connection, openConnection } from './connection.ts';
import * as facts from './facts.ts';
import { isBusy, ledgerError } from './faults.ts';
import { readLapses } from './lapses.ts';
import { bumpRevision, readMeta } from './meta.ts';
import { changeNote, readNote } from './notes.ts';
import { rebuildDays } from './rebuild-days.ts';
import { repriceCalls } from './reprice.ts';
import { dropBefore } from './retention.ts';
import { migrate, SCHEMA_VERSION, schemaVersion } from './schema/migrate.ts';
import { createScopeColumns } from './scope-columns.ts';
import { createSessionReader, findSessionsByText } from './sessions.ts';
import { createSettler, SEAL_LIMITS, type SealLimits } from './settle.ts';
import { createShelf, type Shelf, type ShelfLimits } from './shelf.ts';
import { createSqlReader } from './sql-reader.ts';
import { readStats } from './stats.ts';
import { createTaskReader, findTasksByText } from './tasks.ts';
import { readTimings } from './timings.ts';
import { readUsage } from './usage.ts';
import { createWriteLock, LOCK_ATTEMPTS, pauseMs, type WriteLock } from './write-lock.ts';

export interface SqliteLedgerOptions {
  readonly path: string;
  /** IANA zone whose days a new ledger keeps; an existing one keeps its own (see `rebuildDays`). */
  readonly zone: string;
  /** UTC milliseconds now. */
  readonly clock: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly readOnly?: boolean;
  /** Tries to get the write lock before LEDGER_LOCKED; the default is some 10 seconds' worth. */
  readonly lockAttempts?: number;
  /** Pages of 4 KiB that the file may have; for tests of a full disk. */
  readonly maxPages?: number;
  /** What is held in memory and remembered; tests set it low. */
  readonly limits?: ShelfLimits;
  /** When days are copied into columns; tests set it low. */
  readonly seal?: SealLimits;
}

/**
 * Opens the ledger in a SQLite file, made with its folder if it does not exist. Any number of processes may open it;
 * one writes at a time and the others wait. Throws `LEDGER_*` faults that name the file; LEDGER_MISSING where who only
 * reads finds an empty file, as it is for a moment while another process makes it.
 */
export const openSqliteLedger = async (options: SqliteLedgerOptions): Promise<Ledger> => {
  const { path, zone, lockAttempts = LOCK_ATTEMPTS } = options;
  checkZone(zone);
  try {
    const connection = await openPatiently(options, lockAttempts);
    if (options.maxPages !== undefined) connection.db.exec(`PRAGMA max_page_count = ${options.maxPages}`);
    return createLedger(createShelf(connection, options.limits), options);
  } catch (error) {
    throw ledgerError(error, path);
  }
};

const openPatiently = async (options: SqliteLedgerOptions, attempts: number): Promise<Connection> => {
  const { path, zone, readOnly = false } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return openOnce(path, zone, readOnly);
    } catch (error) {
      if (!isBusy(error) || attempt >= attempts) throw error;
    }
    await delay(pauseMs(options.random));
  }
};

const openOnce = (path: string, zone: string, readOnly: boolean): Connection => {
  const connection = openConnection(path, readOnly);
  try {
    if (!readOnly) migrate(connection.db, path, zone);
    else checkReadable(schemaVersion(connection.db, path), path);
    return connection;
  } catch (error) {
    connection.db.close();
    throw error;
  }
};

const checkReadable = (version: number, path: string): void => {
  if (version === SCHEMA_VERSION) return;
  const hint = 'Run any command that may write, such as `meterline import`, once.';
  const message =
    version === 0
      ? `${path} has nothing in it yet.`
      : `${path} has an older schema, and is opened for reading only.`;
  throw new MeterlineError({ code: version === 0 ? 'LEDGER_MISSING' : 'LEDGER_READ_ONLY', message, hint });
};

const createLedger = (shelf: Shelf, options: SqliteLedgerOptions): Ledger => {
  const { connection } = shelf;
  const lock = createWriteLock(
    connection,
    options.random,
    shelf.forget,
    options.lockAttempts ?? LOCK_ATTEMPTS,
  );
  const settler = createSettler(shelf, lock, options.clock, options.seal ?? SEAL_LIMITS);
  const scopes = createScopeColumns(connection);
  const readSessions = createSessionReader(shelf, scopes);
  const readTasks = createTaskReader(shelf, scopes);
  const sqlReader = createSqlReader(connection.path);
  // One snapshot for all statements of an answer, whatever other processes write meanwhile.
  const read: Read = (answer) => readPatiently(shelf, options, answer);
  return {
    capabilities: { durable: true, sql: true, concurrentWriters: true },
    append: (batch) => appendBatch(shelf, lock, batch),
    ...summing(shelf, settler, read),
    sessions: async (query) => {
      checkFilters(query.where);
      // Without a range no rollup by day is read.
      if (query.from !== undefined || query.to !== undefined) await settler.before({ ...query, zone: 'UTC' });
      return read(() => readSessions(query));
    },
    findSessions: (text) => read(() => findSessionsByText(shelf, text)),
    tasks: async (query) => {
      checkFilters(query.where);
      return read(() => readTasks(query));
    },
    findTasks: (text) => read(() => findTasksByText(shelf, text)),
    events: (query) => {
      checkFilters(query.where ?? []);
      return streamCalls(shelf, query, read);
    },
    findCalls: (text) => read(() => findCallsByText(shelf, text)),
    ...readFacts(connection, read),
    dimensionValues: async (dimension, limit) => {
      checkDimension(dimension);
      return read(() => readDimensionValues(shelf, dimension as Dimension, limit));
    },
    stats: () => read(() => readStats(shelf)),
    revision: () => read(() => readMeta(connection, 'revision') as number),
    followChanges: (since) => lock.write(() => followChanges(connection, since)),
    changes: (after, limit) => read(() => readChanges(shelf, after, limit)),
    note: (name) => read(() => readNote(connection, name)),
    changeNote: (name, before, after) => lock.write(() => changeNote(connection, name, before, after)),
    reprice: async (query, price, how) => {
      checkFilters(query.where ?? []);
      return repriceCalls(shelf, lock, query, price, how);
    },
    dropEventsBefore: (instant) => dropBefore(shelf, lock, instant),
    sql: async (statement, limit) => sqlReader.run(statement, limit),
    rebuildDays: async (zone) => {
      checkZone(zone);
      await lock.write(() => rebuildDays(shelf, zone));
    },
    settle: () => settler.settle(),
    close: async () => {
      await lock.idle();
      sqlReader.close();
      if (connection.db.isOpen) connection.db.close();
    },
  };
};

type Read = <T>(answer: () => T) => Promise<T>;

/** Sums over calls, from days that are sealed first where that pays. */
const summing = (
  shelf: Shelf,
  settler: ReturnType<typeof createSettler>,
  read: Read,
): Pick<Ledger, 'usage' | 'lapses' | 'timings' | 'activeSessions'> => ({
  usage: async (query) => {
    checkQuery(query);
    await settler.before(query);
    return read(() => readUsage(shelf, query));
  },
  lapses: async (query) => {
    checkQuery(query);
    await settler.lapses();
    await settler.before(query);
    return read(() => readLapses(shelf, query));
  },
  timings: async (query) => {
    checkDimensions(query);
    return read(() => readTimings(shelf, query));
  },
  activeSessions: async (query) => {
    checkQuery({ ...query, by: [] });
    await settler.before(query);
    return read(() => findActiveSessions(shelf, query));
  },
});

const readFacts = (
  connection: Connection,
  read: Read,
): Pick<Ledger, 'declared' | 'cronJobs' | 'checkpoint' | 'checkpoints' | 'issues'> => ({
  declared: (of) => read(() => facts.readDeclared(connection, of)),
  cronJobs: () => read(() => facts.readCronJobs(connection)),
  checkpoint: (source, path) => read(() => facts.readCheckpoint(connection, source, path)),
  checkpoints: (source) => read(() => facts.readCheckpoints(connection, source)),
  issues: () => read(() => facts.readIssues(connection)),
});

const appendBatch = (shelf: Shelf, lock: WriteLock, batch: LedgerBatch): Promise<AppendResult> => {
  const { connection } = shelf;
  // Joined before the lock is taken: the transaction stays short.
  const copies = groupCopies(batch.events);
  return lock.write(() => {
    const result = appendCalls(shelf, copies);
    for (const checkpoint of batch.checkpoints ?? []) facts.writeCheckpoint(connection, checkpoint);
    for (const issue of batch.issues ?? []) facts.writeIssue(connection, issue);
    for (const declared of batch.declared ?? []) facts.writeDeclared(connection, declared);
    for (const job of batch.cronJobs ?? []) facts.writeCronJob(connection, job);
    bumpRevision(connection);
    return result;
  });
};

const readDimensionValues = (shelf: Shelf, dimension: Dimension, limit: number): readonly string[] =>
  readUsage(shelf, { zone: 'UTC', by: [dimension], where: [], orderBy: 'calls' })
    .rows.map(({ key }) => key[dimension])
    .filter((value) => typeof value === 'string')
    .slice(0, limit);

/** Readers never wait for a writer, but for a moment where a process opens or closes the file as the only one. */
const readPatiently = async <T>(shelf: Shelf, options: SqliteLedgerOptions, answer: () => T): Promise<T> => {
  const { lockAttempts = LOCK_ATTEMPTS, random } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return readSnapshot(shelf.connection, answer);
    } catch (error) {
      if (!isBusy(error) || attempt >= lockAttempts) throw ledgerError(error, options.path);
    }
    await delay(pauseMs(random));
  }
};

const readSnapshot = <T>(connection: Connection, answer: () => T): T => {
  try {
    connection.db.exec('BEGIN');
    const result = answer();
    connection.db.exec('COMMIT');
    return result;
  } catch (error) {
    if (connection.db.isOpen && connection.db.isTransaction) connection.db.exec('ROLLBACK');
    throw error;
  }
};
