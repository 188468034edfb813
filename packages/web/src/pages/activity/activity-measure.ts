import type { UsageTotals } from '@meterline/core';
import { compactCount, plural } from '../../format/count.ts';
import type { Metric } from '../../state/view.ts';

/** The measure of the page of some calls; null: they have no price, so their cost is not known. */
export const measureOf = ({ cost, tokens, calls }: UsageTotals, metric: Metric): number | null => {
  if (metric === 'tokens') return tokens.total;
  if (metric === 'calls') return calls;
  return calls > 0 && cost.unpricedCalls >= calls ? null : cost.listNanoUsd;
};

/** What some calls came to, in full: `$1.20 · 12 calls · 340K tokens`. */
export const totalsText = (totals: UsageTotals, money: (nanoUsd: number) => string): string => {
  if (totals.calls === 0) return 'no calls';
  const { cost, calls, tokens } = totals;
  const amount =
    cost.unpricedCalls >= calls
      ? 'not priced'
      : `${cost.unpricedCalls > 0 ? 'at least ' : ''}${money(cost.listNanoUsd)}`;
  return `${amount} · ${plural(calls, 'call')} · ${compactCount(tokens.total)} tokens`;
};
