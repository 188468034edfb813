/**
 * How long calls took, as counts in buckets whose width grows with the time: mergeable, so that days add up to months,
 * and the percentiles of a sum are as exact as those of its parts.
 *
 *     bucket   0        1  … 20            21 … 40         …
 *     ms       0 ≤ t<1  1 ≤ t<2 in 20      2 ≤ t<4 in 20   …  4, 8, 16 … up to LONGEST_MS
 *
 * A percentile is off by at most `LATENCY_ERROR` of itself, or by half a millisecond below one.
 */
export type LatencyHistogram = Map<number, number>;

/** Buckets of each doubling. */
const PARTS = 20;
const DOUBLINGS = 31;
/** 24 days: what takes longer counts as that. */
const LONGEST_MS = 2 ** DOUBLINGS - 1;

/** Of the middle of a bucket that stands for all of it, harmonic so that both of its ends are equally far off. */
export const LATENCY_ERROR = 1 / (2 * PARTS + 1);

export const LATENCY_BUCKETS = 1 + DOUBLINGS * PARTS;

/** The bucket of a time in milliseconds. Exact at the bounds: it looks at the bits and takes no logarithm. */
export const latencyBucket = (ms: number): number => {
  if (!(ms >= 1)) return 0;
  const whole = Math.min(ms, LONGEST_MS);
  const doubling = 31 - Math.clz32(whole);
  return 1 + doubling * PARTS + Math.floor((whole / 2 ** doubling - 1) * PARTS);
};

/** The time that stands for a bucket, in milliseconds. */
export const latencyOfBucket = (bucket: number): number => {
  if (bucket === 0) return 0.5;
  const low = lowerBound(bucket);
  const high = lowerBound(bucket + 1);
  return (2 * low * high) / (low + high);
};

const lowerBound = (bucket: number): number => {
  const doubling = Math.floor((bucket - 1) / PARTS);
  return 2 ** doubling * (1 + ((bucket - 1) % PARTS) / PARTS);
};

/** Adds calls to a bucket, or takes them off; a bucket without calls is not kept. */
export const addToBucket = (histogram: LatencyHistogram, bucket: number, calls: number): void => {
  const now = (histogram.get(bucket) ?? 0) + calls;
  if (now === 0) histogram.delete(bucket);
  else histogram.set(bucket, now);
};

/** Adds all calls of another histogram, or takes them off with sign -1. */
export const addHistogram = (
  to: LatencyHistogram,
  from: Iterable<readonly [bucket: number, calls: number]>,
  sign: 1 | -1 = 1,
): void => {
  for (const [bucket, calls] of from) addToBucket(to, bucket, sign * calls);
};

export const callsInHistogram = (histogram: ReadonlyMap<number, number>): number => {
  let sum = 0;
  for (const calls of histogram.values()) sum += calls;
  return sum;
};

/**
 * The time in milliseconds within which that share of the calls was done: of n calls that of the ⌈share · n⌉th, in order.
 * Null without calls.
 *
 * @param share Above 0, up to 1: 0.5 is the median.
 */
export const latencyPercentile = (histogram: ReadonlyMap<number, number>, share: number): number | null => {
  const all = callsInHistogram(histogram);
  if (all === 0) return null;
  let left = Math.max(1, Math.ceil(share * all));
  const buckets = [...histogram.keys()].sort((a, b) => a - b);
  for (const bucket of buckets) {
    left -= histogram.get(bucket)!;
    if (left <= 0) return latencyOfBucket(bucket);
  }
  return latencyOfBucket(buckets.at(-1)!);
};
