import type { PricedEvent } from '@meterline/core';
import { unpackKeys } from './event-row.ts';

/** Columns of `event e` that say what a call did to the cache. */
export const USE_COLUMNS = `e.id, e.started_at, e.latency_ms, e.cache_read, e.cache_write, e.cache_write_5m,
  e.cache_write_1h, e.cache_write_12h, e.keys`;
/** Condition on `event e`: it read or wrote. */
export const USED_CACHE =
  '(e.cache_read > 0 OR e.cache_write_5m > 0 OR e.cache_write_1h > 0 OR e.cache_write > 0 OR e.cache_write_12h > 0)';

export interface UseRow {
  readonly id: number;
  readonly started_at: number;
  readonly latency_ms: number | null;
  readonly cache_read: number | null;
  readonly cache_write: number | null;
  readonly cache_write_5m: number | null;
  readonly cache_write_1h: number | null;
  readonly cache_write_12h: number | null;
  readonly keys: string;
}

/** As much of a call as its lapse depends on. */
export const cachingCallOf = (row: UseRow): Pick<PricedEvent, 'startedAt' | 'latencyMs' | 'tokens'> => ({
  startedAt: row.started_at,
  ...(row.latency_ms !== null && { latencyMs: row.latency_ms }),
  tokens: {
    cacheRead: row.cache_read ?? 0,
    cacheWrite: row.cache_write ?? 0,
    cacheWrite5m: row.cache_write_5m ?? 0,
    cacheWrite1h: row.cache_write_1h ?? 0,
    cacheWrite12h: row.cache_write_12h ?? 0,
  },
});

export const firstKeyOf = ({ keys }: Pick<UseRow, 'keys'>): string => unpackKeys(keys)[0]!;
