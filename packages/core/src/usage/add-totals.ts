import type { CostTotals, TokenTotals, UsageTotals } from '../query/usage-query.ts';

/** The sum of no calls. */
export const NO_USAGE: UsageTotals = {
  calls: 0,
  errorCalls: 0,
  tokens: {
    input: 0,
    output: 0,
    reasoning: 0,
    cacheRead: 0,
    cacheWrite: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    total: 0,
  },
  cost: {
    listNanoUsd: 0,
    billedNanoUsd: 0,
    reportedNanoUsd: 0,
    cacheSavedNanoUsd: 0,
    cachePremiumNanoUsd: 0,
    unpricedCalls: 0,
    unpricedTokens: 0,
  },
};

/** Sums are written out field by field: they run once a call over whole ledgers. `sign` -1 takes away. */
const tokens = (a: TokenTotals, b: TokenTotals, sign: 1 | -1): TokenTotals => ({
  input: a.input + sign * b.input,
  output: a.output + sign * b.output,
  reasoning: a.reasoning + sign * b.reasoning,
  cacheRead: a.cacheRead + sign * b.cacheRead,
  cacheWrite: a.cacheWrite + sign * b.cacheWrite,
  cacheWrite5m: a.cacheWrite5m + sign * b.cacheWrite5m,
  cacheWrite1h: a.cacheWrite1h + sign * b.cacheWrite1h,
  total: a.total + sign * b.total,
});

const cost = (a: CostTotals, b: CostTotals, sign: 1 | -1): CostTotals => ({
  listNanoUsd: a.listNanoUsd + sign * b.listNanoUsd,
  billedNanoUsd: a.billedNanoUsd + sign * b.billedNanoUsd,
  reportedNanoUsd: a.reportedNanoUsd + sign * b.reportedNanoUsd,
  cacheSavedNanoUsd: a.cacheSavedNanoUsd + sign * b.cacheSavedNanoUsd,
  cachePremiumNanoUsd: a.cachePremiumNanoUsd + sign * b.cachePremiumNanoUsd,
  unpricedCalls: a.unpricedCalls + sign * b.unpricedCalls,
  unpricedTokens: a.unpricedTokens + sign * b.unpricedTokens,
});

const combine = (a: UsageTotals, b: UsageTotals, sign: 1 | -1): UsageTotals => ({
  calls: a.calls + sign * b.calls,
  errorCalls: a.errorCalls + sign * b.errorCalls,
  tokens: tokens(a.tokens, b.tokens, sign),
  cost: cost(a.cost, b.cost, sign),
});

/** The sums of two sets of calls. */
export const addTotals = (a: UsageTotals, b: UsageTotals): UsageTotals => combine(a, b, 1);

/** The sums of the calls that are in the first set and not in the second. */
export const subtractTotals = (a: UsageTotals, b: UsageTotals): UsageTotals => combine(a, b, -1);

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends number ? number : Mutable<T[K]> };

/** The sums of any number of sets of calls. Adds in place: reports sum up thousands of rows. */
export const sumTotals = (all: Iterable<UsageTotals>): UsageTotals => {
  const sum: Mutable<UsageTotals> = {
    ...NO_USAGE,
    tokens: { ...NO_USAGE.tokens },
    cost: { ...NO_USAGE.cost },
  };
  for (const { calls, errorCalls, tokens: of, cost: money } of all) {
    sum.calls += calls;
    sum.errorCalls += errorCalls;
    sum.tokens.input += of.input;
    sum.tokens.output += of.output;
    sum.tokens.reasoning += of.reasoning;
    sum.tokens.cacheRead += of.cacheRead;
    sum.tokens.cacheWrite += of.cacheWrite;
    sum.tokens.cacheWrite5m += of.cacheWrite5m;
    sum.tokens.cacheWrite1h += of.cacheWrite1h;
    sum.tokens.total += of.total;
    sum.cost.listNanoUsd += money.listNanoUsd;
    sum.cost.billedNanoUsd += money.billedNanoUsd;
    sum.cost.reportedNanoUsd += money.reportedNanoUsd;
    sum.cost.cacheSavedNanoUsd += money.cacheSavedNanoUsd;
    sum.cost.cachePremiumNanoUsd += money.cachePremiumNanoUsd;
    sum.cost.unpricedCalls += money.unpricedCalls;
    sum.cost.unpricedTokens += money.unpricedTokens;
  }
  return sum;
};
