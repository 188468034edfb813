/** Every bound of the importer, by name. Bytes unless the name says otherwise. */

/** The one buffer that a reading thread uses for all of its files: small enough to stay in the processor's cache. */
export const CHUNK_BYTES = 256 * 2 ** 10;
/** A file is given on, with a checkpoint, after so many calls … */
export const PORTION_CALLS = 500;
/** … or bytes: what an interrupted import reads again at most. */
export const PORTION_BYTES = 4 * 2 ** 20;
/** Longest line that is held whole; longer ones are passed over in bounded memory. */
export const MAX_LINE_BYTES = 64 * 2 ** 20;
/** What a line that is too long shows of itself to `skippable`. */
export const LINE_HEAD_BYTES = 64 * 2 ** 10;
/** Most bytes that one compressed file may inflate to. They stream, so this bounds time, not memory. */
export const MAX_INFLATED_BYTES = 8 * 2 ** 30;
/** Piece of a compressed file that is fed to the inflater at once. */
export const COMPRESSED_CHUNK_BYTES = 256 * 2 ** 10;
/** How much of a file's beginning tells whether it was replaced, and how much before the offset. */
export const FINGERPRINT_BYTES = 4096;
/** What detection sees of a file of unknown kind. */
export const FILE_HEAD_BYTES = 256 * 2 ** 10;

/** Calls in one transaction of the ledger. */
export const MAX_BATCH_CALLS = 1000;
/** Checkpoints in one transaction: many small files without calls must not wait for ever. */
export const MAX_BATCH_CHECKPOINTS = 500;
/** Issues kept of one file in one reading; further ones are only counted by the last of them. */
export const MAX_ISSUES_PER_FILE = 1000;

/** How long a reader waits for an agent that is writing its database. */
export const DATABASE_BUSY_MS = 2000;
/** Attempts to copy a database whose files change while they are copied. */
export const DATABASE_COPY_ATTEMPTS = 3;
/** Databases larger than this are never copied. */
export const MAX_DATABASE_COPY_BYTES = 4 * 2 ** 30;

/** A call may lie this far ahead of our clock before it is doubted: clocks of machines differ, and so do zones. */
export const FUTURE_TOLERANCE_MS = 24 * 60 * 60 * 1000;
/** How often a long import lets the event loop turn (progress, signals). */
export const YIELD_EVERY_MS = 40;

/** New bytes from which worker threads pay for their start. */
export const WORKER_THRESHOLD_BYTES = 96 * 2 ** 20;
export const MAX_WORKERS = 4;
