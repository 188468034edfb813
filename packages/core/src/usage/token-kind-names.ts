import type { TokenKind } from './token-usage.ts';

/** Kinds of tokens as people read them. */
export const TOKEN_KIND_NAMES: Readonly<Record<TokenKind, string>> = {
  input: 'Input',
  cacheRead: 'Cache read',
  cacheWrite5m: 'Cache write, 5 min',
  cacheWrite1h: 'Cache write, 1 h',
  cacheWrite12h: 'Cache write, 12 h',
  cacheWrite: 'Cache write',
  inputAudio: 'Audio input',
  outputAudio: 'Audio output',
  inputImage: 'Image input',
  outputImage: 'Image output',
  output: 'Output',
  reasoning: 'Reasoning',
};
