import type { ModelRates, TokenCounts } from '../public-types.ts';

const MILLION = 1e6;
/** What a provider asks for writing a cache unless its own rate is known, as a multiple of plain input. */
const CACHE_WRITE = 1.25;
const CACHE_WRITE_1H = 2;

/** US dollars, by list price. A cache read without a rate of its own costs what input costs: the ceiling errs to the safe side. */
export const costUsd = (tokens: TokenCounts, rates: ModelRates): number => {
  const { input, output, cacheRead = input, cacheWrite = input * CACHE_WRITE } = rates;
  const written = (tokens.cacheWrite ?? 0) + (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite12h ?? 0);
  const read = (tokens.input ?? 0) + (tokens.inputAudio ?? 0) + (tokens.inputImage ?? 0);
  const made = (tokens.output ?? 0) + (tokens.outputAudio ?? 0) + (tokens.outputImage ?? 0);
  const cost =
    read * input +
    (tokens.cacheRead ?? 0) * cacheRead +
    written * cacheWrite +
    (tokens.cacheWrite1h ?? 0) * input * CACHE_WRITE_1H +
    made * output;
  return cost / MILLION;
};
