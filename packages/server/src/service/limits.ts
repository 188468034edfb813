/** Every bound of the service, by name. Milliseconds unless the name says otherwise. */

/** How often the ledger is looked at: is it there, has it moved? */
export const PULSE_EVERY_MS = 1000;
/** Pulses between two looks at settings and prices on disk. */
export const SETTINGS_EVERY_PULSES = 3;
/** A ledger that cannot be read is tried again after so many pulses: each try may hold the thread for a moment. */
export const REOPEN_EVERY_PULSES = 2;
/** Tries of 100 ms to read a ledger that somebody holds, before it is a fault. */
export const READ_LOCK_ATTEMPTS = 3;

/** Shortest time between two `totals` or two `import` events. */
export const PACE_MS = 250;

/** A reader that was replaced answers what it was asked before, and is then closed. */
export const RETIRE_AFTER_MS = 120_000;
/** Replaced readers that are kept open at once. */
export const RETIRED_READERS = 4;

/** Wait before the writer tries again after a fault; doubled each time … */
export const RETRY_FIRST_MS = 1000;
/** … up to this. */
export const RETRY_MAX_MS = 30_000;
/** A writer that has worked for so long begins again with the first wait. */
export const STEADY_AFTER_MS = 60_000;

/** What a writer may take to end between two batches before its thread is ended for it. */
export const WRITER_STOP_MS = 5000;

/** Live calls of one batch that are told one by one; of more it is only told that there are many. */
export const MOST_TOLD_CALLS = 100;

/** What calls that wait may take to reach the ledger when the service ends; what does not make it waits in its file. */
export const FLUSH_MS = 3000;
