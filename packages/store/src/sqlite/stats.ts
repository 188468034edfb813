import type { LedgerStats } from '../store.ts';
import { readMeta } from './meta.ts';
import { SCHEMA_VERSION } from './schema/migrate.ts';
import type { Shelf } from './shelf.ts';
import { readUsage } from './usage.ts';

export const readStats = (shelf: Shelf): LedgerStats => {
  const { connection } = shelf;
  const one = (sql: string): number | null =>
    Object.values(connection.prepare(sql).get()!)[0] as number | null;
  const zone = shelf.zone();
  const { totals } = readUsage(shelf, { zone, by: [], where: [] });
  return {
    schemaVersion: SCHEMA_VERSION,
    calls: totals.calls,
    rawCalls: readMeta(connection, 'raw_calls') as number,
    sessions: one('SELECT count(*) FROM session_total')!,
    firstAt: bound(
      Math.min,
      one('SELECT min(started_at) FROM event'),
      readMeta(connection, 'dropped_first_at'),
    ),
    lastAt: bound(
      Math.max,
      one('SELECT max(started_at) FROM event'),
      readMeta(connection, 'dropped_last_at'),
    ),
    sizeBytes: one('PRAGMA page_count')! * one('PRAGMA page_size')!,
    tokens: totals.tokens,
    zone,
  };
};

const bound = (
  of: (...values: number[]) => number,
  live: number | null,
  dropped: string | number | undefined,
): number | null => {
  const values = [live, dropped].filter((value) => typeof value === 'number');
  return values.length === 0 ? null : of(...values);
};
