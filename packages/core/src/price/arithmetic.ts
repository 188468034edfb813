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

const INPUT = 0;
const CACHE_READ = 1;
const WRITES_FROM = 2;
const WRITES_END = 6;

/** Tokens of some kinds at the distance of their rate from the rate of plain input, in nano-USD, rounded once. */
const fromInput = (counts: Counts, line: RateLine, from: number, end: number): number | undefined => {
  const { weights, divisor } = line;
  let sum = 0;
  let size = 0;
  for (let index = from; index < end; index += 1) {
    const term = counts[index]! * (weights[index]! - weights[INPUT]!);
    sum += term;
    size += Math.abs(term);
  }
  if (size <= Number.MAX_SAFE_INTEGER) return divideHalfEven(sum, divisor);
  let exact = 0n;
  for (let index = from; index < end; index += 1)
    exact += BigInt(counts[index]!) * BigInt(weights[index]! - weights[INPUT]!);
  const nano = Number(divideHalfEvenBig(exact, BigInt(divisor)));
  return Number.isSafeInteger(nano) ? nano : undefined;
};

/**
 * What tokens read from a cache would have cost as plain input, less what they cost: same tier, card and multipliers,
 * since the prompt is as long either way. Below 0 only where a cached token is dearer. `undefined` where the amount is
 * no safe integer.
 */
export const cacheSavedNanoUsd = (counts: Counts, line: RateLine): number | undefined => {
  if (counts[CACHE_READ] === 0) return 0;
  const above = fromInput(counts, line, CACHE_READ, WRITES_FROM);
  // Subtracted: the negative of 0 is another 0.
  return above === undefined ? undefined : 0 - above;
};

/** What cache writes cost beyond plain input, of every time to live; below 0 where a write is cheaper than input. */
export const cachePremiumNanoUsd = (counts: Counts, line: RateLine): number | undefined =>
  fromInput(counts, line, WRITES_FROM, WRITES_END);
