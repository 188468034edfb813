/** Bounds of what waits to be recorded. */

/** A segment of the spool; the next one is begun behind it. What is in one may go into the ledger in one transaction. */
export const SEGMENT_BYTES = 2 * 1024 * 1024;
/** How soon what was written is synced to the disk. A kill of the process loses nothing before that either. */
export const SYNC_AFTER_MS = 50;
/** How often it is looked for calls that a process has left which ended without recording them. */
export const ADOPT_EVERY_MS = 5_000;
/** Calls that wait in memory because there is no disk to write them to. */
export const MAX_UNWRITTEN_CALLS = 20_000;
/** Quotas that are kept, over all providers. */
export const MAX_QUOTAS = 500;
/** How soon what was noted of quotas is written down. */
export const SAVE_QUOTAS_EVERY_MS = 5_000;
/**
 * For how long calls are gathered before they are written: what each transaction costs is shared. They stand in the spool
 * meanwhile.
 */
export const GATHER_MS = 250;
/** Calls of one transaction that come in one request. */
export const BATCH_CALLS = 500;
/** Wait before the ledger is tried again; doubled each time … */
export const RETRY_FIRST_MS = 100;
/** … up to this. */
export const RETRY_MAX_MS = 5_000;
