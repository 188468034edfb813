import { RATE_NAMES, type RateName, type Rates, type TokenKind } from '@meterline/core';

/** The rate that pays for a kind of token unless the model has none for it. */
export const OWN_RATES: Readonly<Record<TokenKind, RateName>> = {
  input: 'in',
  cacheRead: 'cr',
  cacheWrite5m: 'w5',
  cacheWrite1h: 'w1',
  cacheWrite12h: 'w12',
  cacheWrite: 'w',
  inputAudio: 'inA',
  outputAudio: 'outA',
  inputImage: 'inI',
  outputImage: 'outI',
  output: 'out',
  reasoning: 'rs',
};

/** Rates of the price book as people read them. */
export const RATE_NAMES_SHOWN: Readonly<Record<string, string>> = {
  in: 'input',
  out: 'output',
  cr: 'cache read',
  w: 'cache write',
  w5: 'cache write, 5 min',
  w1: 'cache write, 1 h',
  w12: 'cache write, 12 h',
  inA: 'audio input',
  outA: 'audio output',
  inI: 'image input',
  outI: 'image output',
  rs: 'reasoning',
};

/** In the order of the book's own list: input and output first. */
export const namedRates = (rates: Rates): Readonly<Record<string, number>> =>
  Object.fromEntries(
    RATE_NAMES.flatMap((name) => {
      const rate = rates[name];
      return rate === undefined ? [] : [[RATE_NAMES_SHOWN[name] ?? name, rate]];
    }),
  );
