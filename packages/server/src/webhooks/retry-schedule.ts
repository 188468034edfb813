import { MAX_RETRY_AFTER_MS } from './limits.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waits after the first, second … failure in a row: the schedule that the specification proposes. Milliseconds. */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Tries of a message that its receiver refuses for what it is: it will hardly be right later. */
export const REFUSED_TRIES = 4;

/** Waits differ by up to a twentieth, so that receivers that came back are not met by everybody at once. */
const JITTER = 0.05;

/**
 * How long to wait after so many failures in a row.
 *
 * @param random In [0, 1).
 * @param askedMs What the receiver asked for (`Retry-After`): at least that.
 */
export const retryDelay = (failures: number, random: number, askedMs = 0): number => {
  const base = RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length) - 1] ?? 0;
  const jittered = Math.round(base * (1 - JITTER + 2 * JITTER * random));
  return Math.max(jittered, Math.min(askedMs, MAX_RETRY_AFTER_MS));
};

/** Whether a message has had all of its tries. */
export const givesUp = (failures: number, refused: boolean): boolean =>
  failures > RETRY_DELAYS_MS.length || (refused && failures >= REFUSED_TRIES);
