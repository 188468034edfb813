import { sentTokens, type UsageTotals } from '@meterline/core';

/** Parallel arrays, a value for each bucket of a series. Money in nano-USD. */
export interface Measures {
  readonly listNanoUsd: readonly number[];
  readonly billedNanoUsd: readonly number[];
  readonly tokens: readonly number[];
  readonly calls: readonly number[];
  readonly unpricedCalls: readonly number[];
  readonly cacheRead: readonly number[];
  /** Input, cached or not: `cacheRead` is a part of it. */
  readonly promptTokens: readonly number[];
}

/** One array for each measure, from the sums of each bucket. */
export const measuresOf = (buckets: readonly UsageTotals[]): Measures => ({
  listNanoUsd: buckets.map(({ cost }) => cost.listNanoUsd),
  billedNanoUsd: buckets.map(({ cost }) => cost.billedNanoUsd),
  tokens: buckets.map(({ tokens }) => tokens.total),
  calls: buckets.map(({ calls }) => calls),
  unpricedCalls: buckets.map(({ cost }) => cost.unpricedCalls),
  cacheRead: buckets.map(({ tokens }) => tokens.cacheRead),
  promptTokens: buckets.map(({ tokens }) => sentTokens(tokens)),
});
