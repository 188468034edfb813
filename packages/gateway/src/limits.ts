/** What one call may take of the gateway; every number here is a bound that a test reaches. */

/** Request bodies up to here are held whole: then the call is known before it is sent. Larger ones stream through. */
export const MAX_HELD_BODY_BYTES = 4 * 1024 * 1024;
/** How long an upstream may take for its headers; models think for minutes. */
export const HEADERS_TIMEOUT_MS = 15 * 60_000;
/** Silence inside an answer after which it counts as dead. */
export const BODY_TIMEOUT_MS = 10 * 60_000;
/** An answer that is billed although its client has left is read on for so long, and so much of it. */
export const MAX_BACKGROUND_MS = 2 * 60_000;
export const MAX_BACKGROUND_BYTES = 64 * 1024 * 1024;
/** Calls that run at once; more are refused with 503. */
export const MAX_OPEN_CALLS = 10_000;
/** Connections to one upstream. */
export const MAX_CONNECTIONS = 2_000;
export const KEEP_ALIVE_MS = 30_000;
/** Bytes that the observer may hold undecoded (decompression runs beside); past it, it is dropped. */
export const MAX_TAP_LAG_BYTES = 16 * 1024 * 1024;
