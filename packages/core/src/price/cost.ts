import type { NanoUsd } from '../money/nano-usd.ts';
import type { TokenUsage } from '../usage/token-usage.ts';
import type { CallStatus } from '../usage/usage-event.ts';

/**
 * How the call is paid for. `api`: list price leaves the account, or the reported cost where the provider is the one
 * who charges. `plan`: a subscription covers it, so nothing leaves the account. `reported`: trust the sender's figure.
 */
export type Billing = 'api' | 'plan' | 'reported';

/** What the price engine needs to know about a call. A `UsageEvent` is one. */
export interface PriceableCall {
  readonly provider: string;
  readonly model: string;
  /** UTC milliseconds. */
  readonly startedAt: number;
  readonly tokens: TokenUsage;
  readonly webSearches?: number;
  readonly requests?: number;
  readonly serviceTier?: string;
  readonly batch?: boolean;
  readonly speed?: string;
  readonly region?: string;
  readonly reportedCostNanoUsd?: number;
  readonly billing?: Billing;
  /** A call that failed and says no counts used nothing; another that says none is not known. */
  readonly status?: CallStatus;
}

/** `priced`: a price is known. `zero`: known to cost nothing. `unpriced`: not known, which is never 0. */
export type CostStatus = 'priced' | 'unpriced' | 'zero';

/** The cost of one call, with what it takes to explain it (design §4, prices reference §3.2). */
export interface Cost {
  readonly status: CostStatus;
  /** API list price; `undefined` when no rule is known. */
  readonly listNanoUsd: NanoUsd | undefined;
  /** What the sender said it cost. */
  readonly reportedNanoUsd: NanoUsd | undefined;
  /** What leaves the account. */
  readonly billedNanoUsd: NanoUsd | undefined;
  /**
   * What the tokens read from a cache would have cost uncached, less what they cost, at list price; gross, so before
   * the premium. `undefined` without a list price.
   */
  readonly cacheSavedNanoUsd: NanoUsd | undefined;
  /** What cache writes cost beyond plain input, at list price. `undefined` without a list price. */
  readonly cachePremiumNanoUsd: NanoUsd | undefined;
  /** `provider:model@from#hash`, with the cards and multipliers used; stable while the price is. */
  readonly priceRule: string | undefined;
  /** The steps that led from the name as sent to the model: `exact`, `prefix+date`, `override:alias` … */
  readonly matchedBy: string | undefined;
  readonly bookVersion: string;
  readonly confidence: 'exact' | 'estimated';
  /** Facts worth showing: `rate_fallback:cacheRead`, `usage_inconsistent`, `no_public_rate:priority` … */
  readonly notes?: readonly string[];
  /** Context tier, `base` or `>200000`, with `+fast` for a fast card. */
  readonly tier?: string;
}
