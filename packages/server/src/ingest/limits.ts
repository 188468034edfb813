/** Bounds of what programs send of their own accord. */

/** A body, as it comes and after it was inflated. */
export const MAX_INGEST_BYTES = 32 * 1024 * 1024;
/** Calls of one request; a larger batch is refused as a whole, with this number. */
export const MAX_INGEST_ITEMS = 50_000;
/** Problems of one call that are named. */
export const MAX_ITEM_PROBLEMS = 8;
/** Calls that are read in one turn, and written in one transaction; then others get theirs. */
export const SLICE_ITEMS = 500;
