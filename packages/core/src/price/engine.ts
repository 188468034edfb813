import { isNanoUsd } from '../money/nano-usd.ts';
import {
  type Counts,
  cachePremiumNanoUsd,
  cacheSavedNanoUsd,
  cleanCount,
  costNanoUsd,
  newCounts,
  promptOf,
  readCounts,
  usedOf,
} from './arithmetic.ts';
import type { PriceBook } from './book.ts';
import { type CallPlan, compilePlan, type PlanRequest } from './compile.ts';
import type { Cost, PriceableCall } from './cost.ts';
import { NO_OVERRIDES, type PriceOverrides } from './overrides.ts';
import { type PeriodPlan, periodAt, type TierPlan, tierAt } from './plan.ts';
import { cachePlans, PLAN_CACHE_LIMIT } from './plan-cache.ts';
import { WEIGHT_KINDS } from './rate-line.ts';
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
  /** In the order of `WEIGHT_KINDS`. */
  readonly counts: Counts;
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

/** A count of paid units that can be used: sources may leave it out or get it wrong. */
const feesOf = (call: PriceableCall, period: PeriodPlan): number =>
  (call.webSearches === undefined ? 0 : cleanCount(call.webSearches) * period.webSearchNano) +
  // A call is one request unless it says that it stands for several.
  (call.requests === undefined ? 1 : cleanCount(call.requests)) * period.requestNano;

const callNotes = (
  counts: Counts,
  clean: boolean,
  fallbackMask: number,
  plan: CallPlan,
): readonly string[] => {
  const used = usedOf(counts, fallbackMask);
  if (used === 0 && clean) return plan.notes;
  const kinds = WEIGHT_KINDS.filter((_kind, index) => (used & (1 << index)) !== 0);
  const fallbacks = kinds.map((kind) => `rate_fallback:${kind}`);
  return [...plan.notes, ...fallbacks, ...(clean ? [] : ['usage_inconsistent'])];
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
  cacheSavedNanoUsd: 0,
  cachePremiumNanoUsd: 0,
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
    cacheSavedNanoUsd: undefined,
    cachePremiumNanoUsd: undefined,
    priceRule: known ? `reported:${plan.resolved.provider}` : undefined,
    matchedBy: plan.resolved.matchedBy,
    bookVersion,
    confidence: known ? 'exact' : 'estimated',
    ...(notes.length > 0 ? { notes } : {}),
  };
};

/** Not reported is not 0: such a call was made, and nobody said what it used. */
const isUncounted = ({ status, tokens, webSearches }: PriceableCall): boolean =>
  (status === 'ok' || status === 'aborted') &&
  webSearches === undefined &&
  Object.values(tokens).every((count) => count === undefined);

const confidenceOf = (
  plan: CallPlan,
  period: PeriodPlan,
  noted: boolean,
  reported: boolean,
): Cost['confidence'] =>
  (plan.reports && reported) || !(noted || plan.estimated || period.unsure) ? 'exact' : 'estimated';

const pricedCost = (
  call: PriceableCall,
  plan: CallPlan,
  period: PeriodPlan,
  counts: Counts,
  bookVersion: string,
): Cost => {
  const clean = readCounts(call.tokens, counts);
  const prompt = promptOf(counts);
  if (prompt === 0 && isUncounted(call)) return unpricedCost(call, plan, bookVersion, ['not_counted']);
  const tier = tierAt(period, call.startedAt, prompt);
  const list = costNanoUsd(counts, tier.line, feesOf(call, period));
  if (list === undefined) return unpricedCost(call, plan, bookVersion, ['cost_out_of_range']);
  const notes = callNotes(counts, clean, tier.line.fallbackMask, plan);
  const reported = reportedOf(call);
  const cost: Cost = {
    status: 'priced',
    listNanoUsd: list,
    reportedNanoUsd: reported,
    billedNanoUsd: billedOf(call, plan, list),
    cacheSavedNanoUsd: cacheSavedNanoUsd(counts, tier.line),
    cachePremiumNanoUsd: cachePremiumNanoUsd(counts, tier.line),
    priceRule: period.rule,
    matchedBy: plan.resolved.matchedBy,
    bookVersion,
    confidence: confidenceOf(plan, period, notes.length > 0, reported !== undefined),
    tier: tier.label,
  };
  return notes.length === 0 ? cost : { ...cost, notes };
};

/** Reads one call: its plan, then period, window and tier (prices reference §3.2). */
const readCall = (plan: CallPlan, call: PriceableCall): PricedBy => {
  const counts = newCounts();
  readCounts(call.tokens, counts);
  const promptTokens = promptOf(counts);
  const period = periodAt(plan.periods, call.startedAt);
  const tier = period === undefined ? undefined : tierAt(period, call.startedAt, promptTokens);
  return { plan, period, tier, counts, promptTokens };
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
  // One scratch array for all calls: pricing is synchronous, and an array a call would be most of its garbage.
  const counts = newCounts();
  return {
    book,
    bookVersion,
    resolve,
    pricedBy: (call) => readCall(planFor(call), call),
    price(call) {
      const plan = planFor(call);
      if (plan.resolved.kind === 'zero') return zeroCost(call, plan, bookVersion);
      if (plan.resolved.kind === 'unknown') return unpricedCost(call, plan, bookVersion, []);
      const period = periodAt(plan.periods, call.startedAt);
      return period === undefined
        ? unpricedCost(call, plan, bookVersion, ['no_price_then'])
        : pricedCost(call, plan, period, counts, bookVersion);
    },
  };
};
