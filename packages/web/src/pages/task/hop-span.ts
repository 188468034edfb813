/** Where a hop lies in its task, as shares of the whole. */
export interface HopSpan {
  readonly start: number;
  /** Undefined: how long it took is not known, so it is a point. */
  readonly length: number | undefined;
}

/** `wallMs` is the whole: from the first start to the last end. */
export const hopSpan = (offsetMs: number, latencyMs: number | null, wallMs: number): HopSpan => {
  const share = (ms: number): number => (wallMs <= 0 ? 0 : Math.min(1, Math.max(0, ms / wallMs)));
  const start = share(offsetMs);
  return { start, length: latencyMs === null ? undefined : Math.min(1 - start, share(latencyMs)) };
};

/** A round number of milliseconds that divides the whole into a few parts. */
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
];
const DAY_MS = 86_400_000;

/** Moments after the start at which lines are drawn, at most so many; the start is none of them. */
export const spanTicks = (wallMs: number, most: number): readonly number[] => {
  if (wallMs <= 0) return [];
  const step = STEPS_MS.find((ms) => wallMs / ms <= most) ?? Math.ceil(wallMs / most / DAY_MS) * DAY_MS;
  return Array.from({ length: Math.floor(wallMs / step) }, (_, index) => (index + 1) * step);
};
