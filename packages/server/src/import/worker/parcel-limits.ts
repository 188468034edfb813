/** Calls after which a worker sends what it has. */
export const PARCEL_CALLS = 500;
/** Files after which it does, for logs without calls. */
export const PARCEL_FILES = 64;
/** Parcels that a worker may send before the first of them has been taken. */
export const MAX_MESSAGES_AHEAD = 8;
/** Files that a worker has before it, so that it never waits for the next while the ledger appends a batch … */
export const STOCK_FILES = 256;
/** … or bytes, whichever comes first: some 80 ms of reading. Less would let it wait; more, and others end before it. */
export const STOCK_BYTES = 48 * 2 ** 20;
/** Largest file that the ledger's own thread reads while it has nothing to append. */
export const OWN_JOB_BYTES = 2 * 2 ** 20;
/**
 * Each half of a worker's heap for new objects, MiB, from the start. Nearly all that a scan makes is garbage at once:
 * V8's small beginning has it look through the parcel that is being filled hundreds of times, a fifth of the worker's
 * time; left alone it lets that heap grow to 100 MiB.
 */
export const WORKER_SEMI_SPACE_MB = 8;
