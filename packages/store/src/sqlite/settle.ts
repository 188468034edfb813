import type { PlannedQuery } from '../plan/usage-plan.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import { sealDay } from './seal-days.ts';
import { lastChange, markSettled, settleLapsesOf, waitingChanges, waitingSessions } from './settle-lapses.ts';
import type { Shelf } from './shelf.ts';
import { occupiedDays } from './sum-up.ts';
import type { WriteLock } from './write-lock.ts';

/** When copying days into columns pays. */
export interface SealLimits {
  /** A day with fewer rows is read as fast without. */
  readonly dayRows: number;
  /** A query that would read fewer rows from unsealed days is answered as fast without. */
  readonly queryRows: number;
}

export const SEAL_LIMITS: SealLimits = { dayRows: 64, queryRows: 2_000 };

/** Days sealed in one transaction: each takes some milliseconds, and other writers wait. */
const DAYS_AT_ONCE = 2;

/** Sessions whose lapses are worked out in one transaction. */
const SESSIONS_AT_ONCE = 500;
/** Changes that a question works out by itself instead of having them written first. */
const WAITING_MAX = 128;

/** Seals past days, when a query would have to read many rows without or when asked to. Today changes too often. */
export const createSettler = (shelf: Shelf, lock: WriteLock, clock: () => number, limits: SealLimits) => {
  const sealable = (
    from?: number,
    to?: number,
  ): readonly { readonly day: number; readonly rows: number }[] => {
    shelf.zone();
    const sealed = shelf.connection.prepare('SELECT 1 FROM sealed_day WHERE day = ?');
    const count = shelf.connection.prepare('SELECT count(*) AS rows FROM day_total WHERE day = ?');
    const now = clock();
    return occupiedDays(shelf, from, to)
      .filter((day) => sealed.get(day / BUCKET_MS) === undefined && shelf.nextDay(day) <= now)
      .map((day) => ({ day, rows: count.get(day / BUCKET_MS)!.rows as number }))
      .filter(({ rows }) => rows >= limits.dayRows);
  };
  const seal = async (days: readonly { readonly day: number }[]): Promise<void> => {
    for (let i = 0; i < days.length; i += DAYS_AT_ONCE) {
      const some = days.slice(i, i + DAYS_AT_ONCE);
      const done = await lock.tryWrite(() => {
        shelf.zone();
        for (const { day } of some) sealDay(shelf, day);
      });
      // Busy, full or read-only: the rows give the same answer, later.
      if (!done) return;
    }
  };
  /** Lapses of sessions that imports left, some a transaction. */
  const lapses = async (): Promise<void> => {
    const { connection } = shelf;
    const last = lastChange(connection);
    const waiting = waitingSessions(connection);
    for (let i = 0; i < waiting.length; i += SESSIONS_AT_ONCE) {
      const some = waiting.slice(i, i + SESSIONS_AT_ONCE);
      if (!(await lock.tryWrite(() => settleLapsesOf(shelf, some)))) return;
    }
    await lock.tryWrite(() => markSettled(connection, last, shelf.limits.changesKept));
  };
  return {
    /** So that a question about lapses has little left to work out by itself. */
    lapses: async (): Promise<void> => {
      if (!shelf.connection.readOnly && waitingChanges(shelf.connection) > WAITING_MAX) await lapses();
    },
    before: async (query: PlannedQuery): Promise<void> => {
      if (shelf.connection.readOnly) return;
      const days = sealable(query.from, query.to);
      if (days.reduce((sum, { rows }) => sum + rows, 0) >= limits.queryRows) await seal(days);
    },
    settle: async (): Promise<void> => {
      if (shelf.connection.readOnly) return;
      await lapses();
      await seal(sealable());
    },
  };
};
