import type { Ledger } from '@meterline/store';
import type { Config } from './config/config.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Drops raw calls that are older than the configuration keeps; their totals stay. */
export const dropOldEvents = async (ledger: Ledger, config: Config, now: number): Promise<number> =>
  config.retentionDays === undefined ? 0 : ledger.dropEventsBefore(now - config.retentionDays * DAY_MS);
