/** Calls after which a worker sends what it has. */
export const PARCEL_CALLS = 500;
/** Files after which it does, for logs without calls. */
export const PARCEL_FILES = 64;
/** Parcels that a worker may send before the first of them has been taken. */
export const MAX_MESSAGES_AHEAD = 3;
/** Files that a worker has before it, so that it never waits for the next … */
export const STOCK_FILES = 64;
/** … or bytes, whichever comes first: large files are spread over the workers. */
export const STOCK_BYTES = 12 * 2 ** 20;
/** Largest file that the ledger's own thread reads while it has nothing to append. */
export const OWN_JOB_BYTES = 2 * 2 ** 20;
/**
 * Heap for new objects of a worker, MiB. Left alone V8 lets it grow to 100 MiB, since nearly all that a scan makes is
 * garbage at once; a smaller one costs some per cent of time and keeps the whole import under 200 MiB.
 */
export const WORKER_YOUNG_MB = 8;
