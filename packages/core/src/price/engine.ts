import { isNanoUsd } from '../money/nano-usd.ts';
import { promptTokens } from '../usage/token-usage.ts';
import { costNanoUsd, countsOf, isCleanUsage } from './arithmetic.ts';
import type { PriceBook } from './book.ts';
import { type CallPlan, compilePlan, type PlanRequest } from './compile.ts';
import type { Cost, PriceableCall } from './cost.ts';
import { NO_OVERRIDES, type PriceOverrides } from './overrides.ts';
import { type PeriodPlan, periodAt, type TierPlan, tierAt } from './plan.ts';
import { cachePlans, PLAN_CACHE_LIMIT } from './plan-cache.ts';
import type { RateLine } from './rate-line.ts';
import { makeResolve, type ResolvedModel } from './resolve.ts';

export interface EngineOptions {
  /** Plans kept; 0 compiles afresh for every call (tests compare the two). */
  readonly planCacheLimit?: number;
}

/** What one call was priced by; `explainCost` prints it. */
export interface PricedBy {
  readonly plan: CallPlan;
  readonly period: PeriodPlan | undefined;
  readonly tier: TierPlan | undefined;
  readonly counts: readonly number[];
  readonly promptTokens: number;
}

/** Prices calls against one book. Pure: the same call always costs the same. */
export interface PriceEngine {
  readonly book: PriceBook;
  readonly bookVersion: string;
  price(call: PriceableCall): Cost;
  /** Who bills and which model it is, without pricing. */
  resolve(provider: string, model: string): ResolvedModel;
  /** The parts of the arithmetic, for `explainCost`. */
  pricedBy(call: PriceableCall): PricedBy;
}

interface ListPrice {
  readonly nanoUsd: number | undefined;
  readonly notes: readonly string[];
}

const fallbackNotes = (counts: readonly number[], line: RateLine): string[] => {
  const notes: string[] = [];
  for (const [index, note] of line.fallbacks.entries())
    if (note !== undefined && counts[index]! > 0) notes.push(note);
  return notes;
};

const feesOf = (call: PriceableCall, period: PeriodPlan): number =>
  Math.max(0, call.webSearches ?? 0) * period.webSearchNano +
  // A call is one request unless it says that it stands for several.
  Math.max(0, call.requests ?? 1) * period.requestNano;

const listPrice = (call: PriceableCall, by: PricedBy): ListPrice => {
  const { period, tier, counts } = by;
  if (period === undefined || tier === undefined) return { nanoUsd: undefined, notes: ['no_price_then'] };
  const nanoUsd = costNanoUsd(counts, tier.line, feesOf(call, period));
  const inconsistent = !isCleanUsage(call.tokens) || (call.tokens.reasoning ?? 0) > (call.tokens.output ?? 0);
  const notes = [
    ...fallbackNotes(counts, tier.line),
    ...(inconsistent ? ['usage_inconsistent'] : []),
    ...(nanoUsd === undefined ? ['cost_out_of_range'] : []),
  ];
  return { nanoUsd, notes };
};

const reportedOf = (call: PriceableCall): number | undefined =>
  isNanoUsd(call.reportedCostNanoUsd) && call.reportedCostNanoUsd >= 0 ? call.reportedCostNanoUsd : undefined;

/** What leaves the account (design §4, "Money"; prices reference §3.2, 1). */
const billedOf = (call: PriceableCall, plan: CallPlan, list: number | undefined): number | undefined => {
  if (call.billing === 'plan') return 0;
  const reported = reportedOf(call);
  return plan.reports || call.billing === 'reported' ? (reported ?? list) : list;
};

const zeroCost = (call: PriceableCall, plan: CallPlan, bookVersion: string): Cost => ({
  status: 'zero',
  listNanoUsd: 0,
  reportedNanoUsd: reportedOf(call),
  billedNanoUsd: billedOf(call, plan, 0),
  priceRule: `zero:${plan.resolved.matchedBy}`,
  matchedBy: plan.resolved.matchedBy,
  bookVersion,
  confidence: 'exact',
});

const unpricedCost = (
  call: PriceableCall,
  plan: CallPlan,
  bookVersion: string,
  notes: readonly string[],
): Cost => {
  const billed = billedOf(call, plan, undefined);
  const known = billed !== undefined && call.billing !== 'plan';
  return {
    status: known ? 'priced' : 'unpriced',
    listNanoUsd: undefined,
    reportedNanoUsd: reportedOf(call),
    billedNanoUsd: billed,
    priceRule: known ? `reported:${plan.resolved.provider}` : undefined,
    matchedBy: plan.resolved.matchedBy,
    bookVersion,
    confidence: known ? 'exact' : 'estimated',
    ...(notes.length > 0 ? { notes } : {}),
  };
};

const isUnsure = (period: PeriodPlan): boolean => period.period.conf === 'U' || period.period.conf === 'S';

const pricedCost = (call: PriceableCall, by: PricedBy, list: ListPrice, bookVersion: string): Cost => {
  const { plan } = by;
  const period = by.period!;
  const notes = list.notes.length === 0 ? plan.notes : [...plan.notes, ...list.notes];
  const estimated = plan.estimated || list.notes.length > 0 || isUnsure(period);
  const billed = billedOf(call, plan, list.nanoUsd);
  const charged = plan.reports && reportedOf(call) !== undefined;
  const cost = {
    status: 'priced' as const,
    listNanoUsd: list.nanoUsd,
    reportedNanoUsd: reportedOf(call),
    billedNanoUsd: billed,
    priceRule: period.rule,
    matchedBy: plan.resolved.matchedBy,
    bookVersion,
    confidence: estimated && !charged ? ('estimated' as const) : ('exact' as const),
    tier: by.tier!.label,
  };
  return notes.length === 0 ? cost : { ...cost, notes };
};

/** Reads one call: its plan, then period, window and tier (prices reference §3.2). */
const readCall = (plan: CallPlan, call: PriceableCall): PricedBy => {
  const counts = countsOf(call.tokens);
  let prompt = 0;
  // The first nine but the audio and image output are what was sent; `promptTokens` is the same on clean usage.
  if (isCleanUsage(call.tokens)) prompt = promptTokens(call.tokens);
  else for (const index of [0, 1, 2, 3, 4, 5, 6, 8]) prompt += counts[index]!;
  const period = periodAt(plan.periods, call.startedAt);
  const tier = period === undefined ? undefined : tierAt(period, call.startedAt, prompt);
  return { plan, period, tier, counts, promptTokens: prompt };
};

/**
 * Compiles a price book, with the user's overrides over it, to an engine. A plan is compiled once for each
 * (provider, raw model, flags) and kept in a bounded map, so pricing a call is a lookup and a few multiplications.
 */
export const compileBook = (
  book: PriceBook,
  overrides: PriceOverrides = NO_OVERRIDES,
  options: EngineOptions = {},
): PriceEngine => {
  const resolve = makeResolve(book, overrides);
  const planFor = cachePlans(
    (request: PlanRequest) => compilePlan(book, overrides, resolve, request),
    options.planCacheLimit ?? PLAN_CACHE_LIMIT,
  );
  const bookVersion = book.version;
  return {
    book,
    bookVersion,
    resolve,
    pricedBy: (call) => readCall(planFor(call), call),
    price(call) {
      const plan = planFor(call);
      if (plan.resolved.kind === 'zero') return zeroCost(call, plan, bookVersion);
      if (plan.resolved.kind === 'unknown') return unpricedCost(call, plan, bookVersion, []);
      const by = readCall(plan, call);
      const list = listPrice(call, by);
      if (list.nanoUsd === undefined) return unpricedCost(call, plan, bookVersion, list.notes);
      return pricedCost(call, by, list, bookVersion);
    },
  };
};
