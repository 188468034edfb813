import { divideHalfEven, divideHalfEvenBig } from '../money/rational.ts';
import type { TokenUsage } from '../usage/token-usage.ts';
import type { RateLine } from './rate-line.ts';

/** Counts in the order of `WEIGHT_KINDS`. `reasoning` never exceeds `output`, of which it is a part. */
export type Counts = readonly number[];

const isCount = (value: number | undefined): boolean =>
  value === undefined || (value >= 0 && Number.isSafeInteger(value));

/** True when every count is a whole number from 0 up. Anything else is cleaned (and noted) before it is priced. */
export const isCleanUsage = (t: TokenUsage): boolean =>
  isCount(t.input) &&
  isCount(t.output) &&
  isCount(t.cacheRead) &&
  isCount(t.cacheWrite5m) &&
  isCount(t.cacheWrite1h) &&
  isCount(t.cacheWrite) &&
  isCount(t.cacheWrite12h) &&
  isCount(t.inputAudio) &&
  isCount(t.outputAudio) &&
  isCount(t.inputImage) &&
  isCount(t.outputImage) &&
  isCount(t.reasoning);

const cleanCount = (value: number | undefined): number =>
  value === undefined || !(value > 0) ? 0 : Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER);

/** Counts to price: what is not reported counts 0, what is impossible is clamped (prices reference §3.1). */
export const countsOf = (t: TokenUsage): number[] => {
  const output = cleanCount(t.output);
  return [
    cleanCount(t.input),
    cleanCount(t.cacheRead),
    cleanCount(t.cacheWrite5m),
    cleanCount(t.cacheWrite1h),
    cleanCount(t.cacheWrite12h),
    cleanCount(t.cacheWrite),
    cleanCount(t.inputAudio),
    cleanCount(t.outputAudio),
    cleanCount(t.inputImage),
    cleanCount(t.outputImage),
    output,
    Math.min(cleanCount(t.reasoning), output),
  ];
};

const exactCost = (counts: Counts, line: RateLine, feesNano: number): number | undefined => {
  let sum = BigInt(feesNano) * BigInt(line.divisor);
  for (const [index, count] of counts.entries()) sum += BigInt(count) * BigInt(line.weights[index]!);
  const nano = Number(divideHalfEvenBig(sum, BigInt(line.divisor)));
  return Number.isSafeInteger(nano) ? nano : undefined;
};

/**
 * `(Σ tokens × rate × multipliers) + fees` in nano-USD, rounded once, half to even (design §4, "Money").
 * Plain numbers while every intermediate is a safe integer: partial sums of positive terms only grow, so checking the
 * last one checks all. Otherwise the same in BigInt. `undefined` when the cost itself is no safe integer.
 */
export const costNanoUsd = (counts: Counts, line: RateLine, feesNano: number): number | undefined => {
  const w = line.weights;
  let sum = feesNano * line.divisor;
  for (let index = 0; index < counts.length; index += 1) sum += counts[index]! * w[index]!;
  if (sum > Number.MAX_SAFE_INTEGER || w[11]! < 0) return exactCost(counts, line, feesNano);
  return divideHalfEven(sum, line.divisor);
};
