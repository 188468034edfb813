import type { UsageTotals } from '@meterline/core';

/** Nano-USD that a million tokens really cost, cache and all; undefined where a part is unpriced: it would be too low. */
export const nanoUsdPerMillion = ({ tokens, cost }: UsageTotals): number | undefined =>
  tokens.total === 0 || cost.unpricedCalls > 0
    ? undefined
    : Math.round((cost.listNanoUsd / tokens.total) * 1e6);
