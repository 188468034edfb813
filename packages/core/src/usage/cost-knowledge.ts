import type { UsageTotals } from '../query/usage-query.ts';

/** What is known of a sum of list prices. Unknown, free and part-known are never shown alike. */
export type CostKnowledge = 'nothing' | 'unpriced' | 'partial' | 'free' | 'known';

/** `nothing`: no calls. `partial`: some calls have no price, so that the sum is a lower bound. */
export const knowledgeOf = (totals: UsageTotals): CostKnowledge => {
  const { listNanoUsd, unpricedCalls } = totals.cost;
  if (totals.calls === 0) return 'nothing';
  if (unpricedCalls > 0) return unpricedCalls >= totals.calls && listNanoUsd === 0 ? 'unpriced' : 'partial';
  return listNanoUsd === 0 && totals.tokens.total > 0 ? 'free' : 'known';
};
