import type { RateName, TokenKind } from '@meterline/core';

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
