/** How the watcher divides its time; milliseconds. A live line must stand within 2 s of its being logged. */

/** Every known file is looked at with one stat, whatever the operating system reports: this is the truth. */
export const LOOK_EVERY_MS = 1000;
/** The folders are gone through anew, for what no stat can tell (a new folder in a new folder, another context). */
export const DISCOVER_EVERY_MS = 30_000;
/** A hint of a file that nobody knows makes a source look through its folders, but not more often than this. */
export const STRANGERS_EVERY_MS = 5000;
/** Hints of the operating system that come close together are taken as one. */
export const DEBOUNCE_MS = 80;
/** A file that could not be read is left alone for this long. */
export const RETRY_AFTER_MS = 5000;
/** Retention, and what a long import would do at its end. */
export const UPKEEP_EVERY_MS = 24 * 60 * 60 * 1000;
/** Calls of one source that are told one by one in a round; of more (a folder of old logs was put there) only that. */
export const MAX_LIVE_CALLS = 1000;
/** Files beyond this number are looked at in turns: the most recently changed ones in each round. */
export const MAX_LOOKS = 4000;
/** Hinted paths that are remembered between two rounds; beyond it everything is looked at. */
export const MAX_HINTS = 1000;
