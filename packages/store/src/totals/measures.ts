import { cacheWriteTokens, type PricedEvent, totalTokens, type UsageTotals } from '@meterline/core';

/**
 * What is summed over calls, in the one order that rollup columns, day segments and sums use. All are whole numbers;
 * money is nano-USD.
 */
export const MEASURES = [
  'calls',
  'error_calls',
  'input',
  'output',
  'reasoning',
  'cache_read',
  'cache_write',
  'cache_write_5m',
  'cache_write_1h',
  'total_tokens',
  'list_nano_usd',
  'billed_nano_usd',
  'reported_nano_usd',
  'cache_saved_nano_usd',
  'cache_premium_nano_usd',
  'unpriced_calls',
  'unpriced_tokens',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Sums by position in `MEASURES`. A plain list: a typed one of this length costs five times as much to make and to bind. */
export type Sums = number[];

const NONE: Readonly<Sums> = MEASURES.map(() => 0);
export const noSums = (): Sums => NONE.slice();

/** Adds a call, or takes it off with sign -1. */
export const addCall = (sums: Sums, event: PricedEvent, sign: 1 | -1): void => {
  const { tokens, cost } = event;
  const total = totalTokens(tokens);
  const unpriced = cost.status === 'unpriced';
  sums[0]! += sign;
  if (event.status !== 'ok') sums[1]! += sign;
  sums[2]! += sign * (tokens.input ?? 0);
  sums[3]! += sign * (tokens.output ?? 0);
  sums[4]! += sign * (tokens.reasoning ?? 0);
  sums[5]! += sign * (tokens.cacheRead ?? 0);
  sums[6]! += sign * cacheWriteTokens(tokens);
  sums[7]! += sign * (tokens.cacheWrite5m ?? 0);
  sums[8]! += sign * (tokens.cacheWrite1h ?? 0);
  sums[9]! += sign * total;
  sums[10]! += sign * (cost.listNanoUsd ?? 0);
  sums[11]! += sign * (cost.billedNanoUsd ?? 0);
  sums[12]! += sign * (cost.reportedNanoUsd ?? 0);
  sums[13]! += sign * (cost.cacheSavedNanoUsd ?? 0);
  sums[14]! += sign * (cost.cachePremiumNanoUsd ?? 0);
  if (unpriced) {
    sums[15]! += sign;
    sums[16]! += sign * total;
  }
};

export const addSums = (to: Sums, from: Sums): void => {
  for (let i = 0; i < to.length; i++) to[i]! += from[i]!;
};

export const toTotals = (sums: ArrayLike<number>): UsageTotals => ({
  calls: sums[0]!,
  errorCalls: sums[1]!,
  tokens: {
    input: sums[2]!,
    output: sums[3]!,
    reasoning: sums[4]!,
    cacheRead: sums[5]!,
    cacheWrite: sums[6]!,
    cacheWrite5m: sums[7]!,
    cacheWrite1h: sums[8]!,
    total: sums[9]!,
  },
  cost: {
    listNanoUsd: sums[10]!,
    billedNanoUsd: sums[11]!,
    reportedNanoUsd: sums[12]!,
    cacheSavedNanoUsd: sums[13]!,
    cachePremiumNanoUsd: sums[14]!,
    unpricedCalls: sums[15]!,
    unpricedTokens: sums[16]!,
  },
});
