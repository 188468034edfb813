import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { isBusy, ledgerError } from './faults.ts';

/** Tries to get the write lock, some 10 s in all, before LEDGER_LOCKED. */
export const LOCK_ATTEMPTS = 80;
const PAUSE_MAX_MS = 60;

export const pauseMs = (random: () => number): number => 1 + Math.floor(random() * PAUSE_MAX_MS);

export interface WriteLock {
  /**
   * Runs `work` in one write transaction: all of it or nothing. `undone` is told when nothing was kept. Writes of one
   * ledger queue here; the callers await, so the queue is as long as they are many.
   */
  write<T>(work: () => T): Promise<T>;
  /** The same with a single try: false where the ledger could not be written just now. For work that can wait. */
  tryWrite(work: () => void): Promise<boolean>;
  /** When all that is queued has been done. */
  idle(): Promise<void>;
}

/** Short tries with pauses of random length, so that two writers do not meet again and again. */
export const createWriteLock = (
  connection: Connection,
  random: () => number,
  undone: () => void,
  attempts: number,
): WriteLock => {
  let last: Promise<unknown> = Promise.resolve();
  const begin = async (attempts: number): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        connection.db.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error) || attempt >= attempts) throw error;
      }
      await delay(pauseMs(random));
    }
  };
  const run = async <T>(work: () => T, tries: number): Promise<T> => {
    try {
      await begin(tries);
      const result = work();
      connection.db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (connection.db.isOpen && connection.db.isTransaction) connection.db.exec('ROLLBACK');
      undone();
      throw ledgerError(error, connection.path);
    }
  };
  const queue = <T>(work: () => T, tries: number): Promise<T> => {
    const turn = last.then(() => run(work, tries));
    last = turn.catch(() => {});
    return turn;
  };
  return {
    write: (work) => queue(work, attempts),
    idle: () => last.then(() => {}),
    tryWrite: (work) =>
      queue(work, 1).then(
        () => true,
        () => false,
      ),
  };
};
