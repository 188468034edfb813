/** Bounds of `meterline tail`. */

/** How often the ledger is asked whether it holds something else. */
export const LOOK_EVERY_MS = 250;
/** A call is recorded when it ends: one that began so long before it was looked is still new. */
export const LOOK_BACK_MS = 60 * 60_000;
/** Calls of one look; of more the newest are shown. */
export const MAX_LOOK = 1_000;
/** Calls that are known to have been shown. */
export const MAX_SEEN = 10_000;
/** Wait before a service that is away is asked again; doubled each time … */
export const RETRY_FIRST_MS = 500;
/** … up to this. */
export const RETRY_MAX_MS = 10_000;
/** A piece of the event stream that has not ended. */
export const MAX_EVENT_CHARS = 1024 * 1024;
