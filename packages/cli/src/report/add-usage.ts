import type { UsageTotals } from '@meterline/core';

type Sums = Readonly<Record<string, number>>;

const addEach = <T extends object>(a: T, b: T): T =>
  Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value + (b as Sums)[name]!])) as T;

const subtractEach = <T extends object>(a: T, b: T): T =>
  Object.fromEntries(Object.entries(a).map(([name, value]) => [name, value - (b as Sums)[name]!])) as T;

/** The sums of two sets of calls. */
export const addTotals = (a: UsageTotals, b: UsageTotals): UsageTotals => ({
  calls: a.calls + b.calls,
  errorCalls: a.errorCalls + b.errorCalls,
  tokens: addEach(a.tokens, b.tokens),
  cost: addEach(a.cost, b.cost),
});

/** The sums of the calls that are in the first set and not in the second. */
export const subtractTotals = (a: UsageTotals, b: UsageTotals): UsageTotals => ({
  calls: a.calls - b.calls,
  errorCalls: a.errorCalls - b.errorCalls,
  tokens: subtractEach(a.tokens, b.tokens),
  cost: subtractEach(a.cost, b.cost),
});
