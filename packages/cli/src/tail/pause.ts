import { setTimeout as wait } from 'node:timers/promises';

/** Waits, and no longer than until Ctrl-C. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  wait(milliseconds, undefined, { signal }).catch(() => undefined);
