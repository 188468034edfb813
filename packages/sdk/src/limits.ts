/** Bounds of the SDK: whatever happens, it takes no more than this of the program that it meters. */

/** Records that wait to be sent. More go to the spill file, or are dropped and counted where there is none. */
export const MAX_QUEUED_CALLS = 10_000;
/** Calls of one request to Meterline. */
export const MAX_BATCH_CALLS = 500;
/** A batch is sent when it has waited so long … */
export const BATCH_DELAY_MS = 1_000;
/** … or has grown so large. */
export const BATCH_CALLS = 200;
/** A browser sends with `keepalive`, whose bodies may have 64 KiB. */
export const MAX_KEEPALIVE_CALLS = 100;
/** Bodies from here on are compressed. */
export const GZIP_FROM_CHARS = 1_024;
/** One request to Meterline. */
export const SEND_TIMEOUT_MS = 5_000;
/** Pauses while nobody answers: they double from the first to the last. */
export const RETRY_FIRST_MS = 500;
export const RETRY_MOST_MS = 60_000;
/** Tries of a `flush()` before it leaves the rest to the spill file. */
export const FLUSH_TRIES = 2;
/** Spill files together. */
export const MAX_SPILL_BYTES = 16 * 1024 * 1024;
/** Spill files of earlier runs that are looked at. */
export const MAX_SPILL_FILES = 100;

/** An answer, or one event of it, that is longer is not read; its call is recorded without counts. */
export const MAX_VALUE_CHARS = 8 * 1024 * 1024;
/** Answers that wait to be read, together; more are not. */
export const MAX_WAITING_CHARS = 32 * 1024 * 1024;
/** Steps into a request's body to find its model; past them the answer's name holds. */
export const MAX_BODY_STEPS = 1_500;
/** Bytes of an event that may wait for its end while the usage that we asked for is taken out again. */
export const MAX_HELD_CHARS = 16 * 1024;

/** Names: longer text is no name and may be content. The same as Meterline's own (`MAX_CALL_TEXT_LENGTH`). */
export const MAX_NAME_CHARS = 512;
export const MAX_TAGS = 32;
export const MAX_TAG_KEY_CHARS = 64;

/** Models whose rates are remembered. */
export const MAX_KNOWN_RATES = 500;
/** How long a model without known rates is not asked for again. */
export const RATES_AGAIN_MS = 60_000;
