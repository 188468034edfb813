import type { UsageTotals } from '../query/usage-query.ts';
import type { PricedEvent } from './priced-event.ts';
import { cacheWriteTokens, totalTokens } from './token-usage.ts';

/** One call as a sum of one. */
export const totalsOfCall = ({ tokens, cost, status }: PricedEvent): UsageTotals => {
  const unpriced = cost.status === 'unpriced';
  return {
    calls: 1,
    errorCalls: status === 'ok' ? 0 : 1,
    tokens: {
      input: tokens.input ?? 0,
      output: tokens.output ?? 0,
      reasoning: tokens.reasoning ?? 0,
      cacheRead: tokens.cacheRead ?? 0,
      cacheWrite: cacheWriteTokens(tokens),
      cacheWrite5m: tokens.cacheWrite5m ?? 0,
      cacheWrite1h: tokens.cacheWrite1h ?? 0,
      total: totalTokens(tokens),
    },
    cost: {
      listNanoUsd: cost.listNanoUsd ?? 0,
      billedNanoUsd: cost.billedNanoUsd ?? 0,
      reportedNanoUsd: cost.reportedNanoUsd ?? 0,
      cacheSavedNanoUsd: cost.cacheSavedNanoUsd ?? 0,
      cachePremiumNanoUsd: cost.cachePremiumNanoUsd ?? 0,
      unpricedCalls: unpriced ? 1 : 0,
      unpricedTokens: unpriced ? totalTokens(tokens) : 0,
    },
  };
};
