import type { UsageQuery } from '@meterline/core';
import { BUCKET_MS } from '../totals/bucket.ts';
import { sealDay } from './seal-days.ts';
import type { Shelf } from './shelf.ts';
import { occupiedDays } from './usage.ts';
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
const DAYS_AT_ONCE = 8;

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
  return {
    before: async (query: UsageQuery): Promise<void> => {
      if (shelf.connection.readOnly || query.interval === 'hour') return;
      const days = sealable(query.from, query.to);
      if (days.reduce((sum, { rows }) => sum + rows, 0) >= limits.queryRows) await seal(days);
    },
    settle: async (): Promise<void> => {
      if (!shelf.connection.readOnly) await seal(sealable());
    },
  };
};
