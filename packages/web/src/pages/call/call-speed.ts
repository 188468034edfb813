/** How fast an answer came. */
export interface CallSpeed {
  /** Until the first token, and from there to the end. Milliseconds. */
  readonly waitedMs: number;
  readonly answeredMs: number;
  /** Output after the first token by the time it took; undefined where there was no time between the two. */
  readonly tokensPerSecond: number | undefined;
}

/** Below this, what was measured is the network's. */
const SHORTEST_MS = 20;

/** Undefined where either time is not known, or the two contradict each other. */
export const callSpeed = ({
  latencyMs,
  timeToFirstTokenMs,
  output,
}: {
  readonly latencyMs: number | null;
  readonly timeToFirstTokenMs: number | null;
  readonly output: number | undefined;
}): CallSpeed | undefined => {
  if (latencyMs === null || timeToFirstTokenMs === null || timeToFirstTokenMs > latencyMs) return undefined;
  const answeredMs = latencyMs - timeToFirstTokenMs;
  return {
    waitedMs: timeToFirstTokenMs,
    answeredMs,
    tokensPerSecond:
      output === undefined || output < 2 || answeredMs < SHORTEST_MS
        ? undefined
        : ((output - 1) / answeredMs) * 1000,
  };
};
