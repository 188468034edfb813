import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addTiming, addTimings, generationMicros, noTimings, tokensPerSecond } from './call-timing.ts';
import {
  addHistogram,
  addToBucket,
  callsInHistogram,
  LATENCY_BUCKETS,
  LATENCY_ERROR,
  type LatencyHistogram,
  latencyBucket,
  latencyOfBucket,
  latencyPercentile,
} from './latency-histogram.ts';

/** Times as calls have them: some under a millisecond, most of seconds, a few of hours. */
const times = fc.oneof(
  fc.double({ min: 0, max: 2, noNaN: true }),
  fc.double({ min: 1, max: 120_000, noNaN: true }),
  fc.nat(2 ** 31 - 1),
  fc.integer({ min: 0, max: 30 }).map((power) => 2 ** power),
);
const of = (all: readonly number[]): LatencyHistogram => {
  const histogram: LatencyHistogram = new Map();
  for (const ms of all) addToBucket(histogram, latencyBucket(ms), 1);
  return histogram;
};
const sorted = (histogram: LatencyHistogram) => [...histogram].sort(([a], [b]) => a - b);
const sum = (...all: readonly LatencyHistogram[]): LatencyHistogram => {
  const to: LatencyHistogram = new Map();
  for (const one of all) addHistogram(to, one);
  return to;
};

describe('latency histogram', () => {
  test('a percentile is off by no more than it says', () => {
    expect(LATENCY_ERROR).toBeLessThanOrEqual(0.025);
    fc.assert(
      fc.property(
        fc.array(times, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.001, max: 1, noNaN: true }),
        (all, share) => {
          const exact = all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1]!;
          const found = latencyPercentile(of(all), share)!;
          const allowed = exact < 1 ? 0.5 : exact * LATENCY_ERROR * (1 + 1e-9);
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(allowed);
        },
      ),
    );
  });

  test('what stands for a bucket lies in it, and longer times never in an earlier one', () => {
    for (let bucket = 0; bucket < LATENCY_BUCKETS; bucket++)
      expect(latencyBucket(latencyOfBucket(bucket))).toBe(bucket);
    fc.assert(
      fc.property(
        times,
        times,
        (a, b) => a <= b === latencyBucket(a) <= latencyBucket(b) || latencyBucket(a) === latencyBucket(b),
      ),
    );
  });

  test('the order of merging does not matter, and what is taken off is gone', () => {
    const histograms = fc.array(times, { maxLength: 40 }).map(of);
    fc.assert(
      fc.property(histograms, histograms, histograms, (a, b, c) => {
        expect(sorted(sum(sum(a, b), c))).toEqual(sorted(sum(a, sum(b, c))));
        expect(sorted(sum(a, b))).toEqual(sorted(sum(b, a)));
        const left = sum(a, b);
        addHistogram(left, b, -1);
        expect(sorted(left)).toEqual(sorted(a));
        expect(callsInHistogram(sum(a, b))).toBe(callsInHistogram(a) + callsInHistogram(b));
      }),
    );
  });

  test('odd times have a bucket; no calls have no percentile', () => {
    expect([Number.NaN, -1, 0, 0.99].map(latencyBucket)).toEqual([0, 0, 0, 0]);
    expect([1, 2, 4].map(latencyBucket)).toEqual([1, 21, 41]);
    expect(latencyBucket(Number.POSITIVE_INFINITY)).toBe(LATENCY_BUCKETS - 1);
    expect(latencyPercentile(new Map(), 0.5)).toBeNull();
  });
});

describe('timings of calls', () => {
  const call = (latencyMs?: number, timeToFirstTokenMs?: number, output?: number) => ({
    ...(latencyMs !== undefined && { latencyMs }),
    ...(timeToFirstTokenMs !== undefined && { timeToFirstTokenMs }),
    tokens: output === undefined ? {} : { output },
  });

  test('output is written from the first token on where it is streamed, else all the time', () => {
    expect(generationMicros(call(3_000, 1_000, 100))).toBe(2_000_000);
    expect(generationMicros(call(3_000, undefined, 100))).toBe(3_000_000);
    for (const unknown of [call(undefined, 5, 9), call(9), call(9, 1, 0), call(9, 9, 5), call(9, 12, 5)])
      expect(generationMicros(unknown)).toBeUndefined();
  });

  test('the rate is that of all calls together; a call that knows no time changes nothing', () => {
    const timings = noTimings();
    addTiming(timings, call(3_000, 1_000, 100));
    addTiming(timings, call(2_000, undefined, 300));
    addTiming(timings, call(undefined, undefined, 1e6));
    expect(tokensPerSecond(timings)).toBe(100);
    expect(callsInHistogram(timings.latency)).toBe(2);
    expect(callsInHistogram(timings.firstToken)).toBe(1);
    addTiming(timings, call(3_000, 1_000, 100), -1);
    expect(tokensPerSecond(timings)).toBe(150);
    const none = noTimings();
    addTimings(none, timings);
    addTimings(none, timings, -1);
    expect(none).toEqual(noTimings());
    expect(tokensPerSecond(none)).toBeNull();
  });
});
