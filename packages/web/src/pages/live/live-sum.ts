import type { GetAnswer, LiveCall } from '@meterline/api/client';

export type LiveAnswer = GetAnswer<'/live'>;
type Totals = LiveAnswer['totals'];

/** What the page shows of a sum of calls. Money in nano-USD, at list price. */
export interface LiveSum {
  readonly calls: number;
  readonly tokens: number;
  readonly listNanoUsd: number;
  readonly unpricedCalls: number;
}

export const NOTHING: LiveSum = { calls: 0, tokens: 0, listNanoUsd: 0, unpricedCalls: 0 };

export const sumOf = ({ calls, tokens, cost }: Totals): LiveSum => ({
  calls,
  tokens: tokens.total,
  listNanoUsd: cost.listNanoUsd,
  unpricedCalls: cost.unpricedCalls,
});

export const sumOfCall = ({ totalTokens, cost }: Pick<LiveCall, 'totalTokens' | 'cost'>): LiveSum => ({
  calls: 1,
  tokens: totalTokens,
  listNanoUsd: cost.listNanoUsd ?? 0,
  unpricedCalls: cost.status === 'unpriced' ? 1 : 0,
});

export const plus = (a: LiveSum, b: LiveSum): LiveSum => ({
  calls: a.calls + b.calls,
  tokens: a.tokens + b.tokens,
  listNanoUsd: a.listNanoUsd + b.listNanoUsd,
  unpricedCalls: a.unpricedCalls + b.unpricedCalls,
});
