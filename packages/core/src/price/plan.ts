import { multiply, ONE, type Ratio } from '../money/rational.ts';
import {
  type BookCalendar,
  feeNanoUsd,
  type PricePeriod,
  type PriceTier,
  type RateName,
  type Rates,
} from './book.ts';
import { compileWindow, type WindowTest } from './calendar.ts';
import type { ChosenCard } from './card.ts';
import { type RateLine, rateLine } from './rate-line.ts';

/** A multiplier with the name that `explain` shows. */
export interface NamedRatio {
  readonly name: string;
  readonly ratio: Ratio;
}

export interface TierPlan {
  /** Lowest prompt size, in tokens, that is in this tier. */
  readonly from: number;
  readonly label: string;
  readonly line: RateLine;
}

export interface WindowPlan {
  readonly test: WindowTest;
  readonly tiers: readonly TierPlan[];
}

/** One period of one model under one set of flags, ready for arithmetic. */
export interface PeriodPlan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly period: PricePeriod;
  readonly windows: readonly WindowPlan[];
  /** Descending by `from`; the last starts at 0. */
  readonly tiers: readonly TierPlan[];
  readonly webSearchNano: number;
  readonly requestNano: number;
  readonly rule: string;
  /** The figures rest on one secondary source, or are disputed. */
  readonly unsure: boolean;
}

export interface PlanFlags {
  readonly card: ChosenCard | undefined;
  readonly multipliers: readonly NamedRatio[];
}

const productOf = (multipliers: readonly NamedRatio[]): Ratio =>
  multipliers.reduce<Ratio>((product, { ratio }) => multiply(product, ratio), ONE);

const labelOf = (tier: PriceTier | undefined, card: ChosenCard | undefined): string => {
  const context = tier === undefined ? 'base' : `${tier.op}${tier.at}`;
  if (card?.name === 'fast' || card?.name === 'ultrafast') return `${context}+${card.name}`;
  if (card?.name === 'priority') return tier === undefined ? 'fast' : `${context}+fast`;
  return context;
};

const makeLine = (rates: Rates, flags: PlanFlags): RateLine => {
  const rest = productOf(flags.multipliers);
  const factor = flags.card?.card.mul ?? ONE;
  const kept = new Set<RateName>(flags.card?.card.keep ?? []);
  return rateLine({ ...rates, ...flags.card?.card.r }, multiply(factor, rest), kept, rest);
};

const tierPlans = (base: Rates, tiers: readonly PriceTier[], flags: PlanFlags): TierPlan[] => {
  const plans = [{ from: 0, label: labelOf(undefined, flags.card), line: makeLine(base, flags) }];
  let rates = base;
  for (const tier of [...tiers].sort((a, b) => a.at - b.at)) {
    rates = { ...rates, ...tier.r };
    const from = tier.op === '>' ? tier.at + 1 : tier.at;
    plans.push({ from, label: labelOf(tier, flags.card), line: makeLine(rates, flags) });
  }
  return plans.reverse();
};

const timeOf = (iso: string | undefined, otherwise: number): number =>
  iso === undefined ? otherwise : Date.parse(iso);

/** Compiles one period. `rule` is its identity; see `priceRuleOf`. */
export const compilePeriod = (
  period: PricePeriod,
  rule: string,
  flags: PlanFlags,
  calendars: Readonly<Record<string, BookCalendar>>,
  fees = period.fees,
): PeriodPlan => ({
  fromMs: timeOf(period.from, Number.NEGATIVE_INFINITY),
  toMs: timeOf(period.to, Number.POSITIVE_INFINITY),
  period,
  windows: (period.win ?? []).flatMap((window) => {
    const calendar = calendars[window.cal];
    if (calendar === undefined) return [];
    const tiers = tierPlans({ ...period.r, ...window.r }, [], flags);
    return [{ test: compileWindow(window, calendar), tiers }];
  }),
  tiers: tierPlans(period.r, period.t ?? [], flags),
  webSearchNano: feeNanoUsd(fees?.webSearch ?? 0),
  requestNano: feeNanoUsd(fees?.request ?? 0),
  rule,
  unsure: period.conf === 'S' || period.conf === 'U',
});

/** The period that holds an instant: binary search over half-open, ascending periods. */
export const periodAt = (periods: readonly PeriodPlan[], atMs: number): PeriodPlan | undefined => {
  let low = 0;
  let high = periods.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (periods[middle]!.toMs <= atMs) low = middle + 1;
    else high = middle;
  }
  const period = periods[low];
  return period !== undefined && period.fromMs <= atMs ? period : undefined;
};

/** Window first (inside the period), then the highest tier the prompt has crossed. */
export const tierAt = (plan: PeriodPlan, atMs: number, promptTokens: number): TierPlan => {
  let tiers = plan.tiers;
  for (const window of plan.windows) if (window.test(atMs)) tiers = window.tiers;
  for (const tier of tiers) if (promptTokens >= tier.from) return tier;
  return tiers.at(-1)!;
};
