import { divideHalfEven, divideHalfEvenBig } from '../money/rational.ts';
import type { TokenUsage } from '../usage/token-usage.ts';
import type { RateLine } from './rate-line.ts';

/** Token counts in the order of `WEIGHT_KINDS`: whole numbers from 0 up, reasoning within output. */
export type Counts = Float64Array;

export const newCounts = (): Counts => new Float64Array(12);

const OUTPUT = 10;
const REASONING = 11;
/** Places of the counts that are no part of the request: audio and image output, output and reasoning. */
const AUDIO_OUT = 7;
const PROMPT_KINDS_END = 9;

/** A count that can be priced: what is missing or impossible is 0, a fraction is cut off. */
export const cleanCount = (value: number | undefined): number =>
  value === undefined || !(value > 0) ? 0 : Math.min(Math.floor(value), Number.MAX_SAFE_INTEGER);

/** Puts one count in its place; 1 when it had to be cleaned. */
const put = (counts: Counts, index: number, value: number | undefined): number => {
  if (value === undefined) {
    counts[index] = 0;
    return 0;
  }
  const isCount = value >= 0 && Number.isSafeInteger(value);
  counts[index] = isCount ? value : cleanCount(value);
  return isCount ? 0 : 1;
};

/**
 * Reads usage into `counts`. Not reported counts 0; what is impossible is clamped, never thrown at (prices reference
 * §3.1). Each field is read once and by its name: this runs for every call, on usage of many shapes.
 * Returns whether everything was as it should be.
 */
export const readCounts = (t: TokenUsage, counts: Counts): boolean => {
  let cleaned = put(counts, 0, t.input);
  cleaned |= put(counts, 1, t.cacheRead);
  cleaned |= put(counts, 2, t.cacheWrite5m);
  cleaned |= put(counts, 3, t.cacheWrite1h);
  cleaned |= put(counts, 4, t.cacheWrite12h);
  cleaned |= put(counts, 5, t.cacheWrite);
  cleaned |= put(counts, 6, t.inputAudio);
  cleaned |= put(counts, AUDIO_OUT, t.outputAudio);
  cleaned |= put(counts, 8, t.inputImage);
  cleaned |= put(counts, 9, t.outputImage);
  cleaned |= put(counts, OUTPUT, t.output);
  cleaned |= put(counts, REASONING, t.reasoning);
  if (counts[REASONING]! <= counts[OUTPUT]!) return cleaned === 0;
  counts[REASONING] = counts[OUTPUT]!;
  return false;
};

/** Tokens of the request, which decide the context tier. */
export const promptOf = (counts: Counts): number => {
  let sum = 0;
  for (let index = 0; index < PROMPT_KINDS_END; index += 1) sum += counts[index]!;
  return sum - counts[AUDIO_OUT]!;
};

/** Which of the kinds in `mask` (bit `1 << index`) the call has tokens of. */
export const usedOf = (counts: Counts, mask: number): number => {
  let used = 0;
  for (let index = 0; index < OUTPUT; index += 1) if (counts[index]! > 0) used |= mask & (1 << index);
  return used;
};

const exactCost = (counts: Counts, line: RateLine, feesNano: number): number | undefined => {
  let sum = BigInt(feesNano) * BigInt(line.divisor);
  for (const [index, count] of counts.entries()) sum += BigInt(count) * BigInt(line.weights[index]!);
  const nano = Number(divideHalfEvenBig(sum, BigInt(line.divisor)));
  return Number.isSafeInteger(nano) ? nano : undefined;
};

/**
 * `(Σ tokens × rate × multipliers) + fees` in nano-USD, rounded once, half to even (design §4, "Money").
 * Plain numbers while every intermediate is a safe integer: a sum of terms from 0 up only grows, so checking the
 * last one checks all. Otherwise the same in BigInt. `undefined` when the cost itself is no safe integer.
 */
export const costNanoUsd = (counts: Counts, line: RateLine, feesNano: number): number | undefined => {
  const weights = line.weights;
  let sum = feesNano * line.divisor;
  for (let index = 0; index < 12; index += 1) sum += counts[index]! * weights[index]!;
  // A reasoning rate below the output rate is a negative weight, so the sum need not grow.
  if (!(sum <= Number.MAX_SAFE_INTEGER) || weights[REASONING]! < 0) return exactCost(counts, line, feesNano);
  return divideHalfEven(sum, line.divisor);
};
