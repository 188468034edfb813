import type { Ratio } from '../money/rational.ts';
import type { PricePeriod } from './book.ts';

/** A price of the user's own for one model at one provider; it beats the book. */
export interface PriceOverride {
  /** `provider:model`, or a bare model name for any provider. Compared in lower case with the name as sent. */
  readonly match: string;
  readonly periods: readonly PricePeriod[];
}

/** A factor on the token rates of all calls that match. The first match counts. */
export interface DiscountOverride {
  /** `provider:model`, `provider:*` or `*`; a trailing `*` matches any rest. */
  readonly match: string;
  readonly mul: Ratio;
}

/** An Azure (or other) deployment, whose name says nothing about its model. */
export interface DeploymentOverride {
  readonly model: string;
  readonly zone?: 'global' | 'regional';
}

/** What the user knows better than the book. Values, validated by `parseOverrides`. */
export interface PriceOverrides {
  readonly prices: readonly PriceOverride[];
  readonly discounts: readonly DiscountOverride[];
  /** Name as sent (or `provider:name`) → name to read instead. */
  readonly aliases: Readonly<Record<string, string>>;
  /** "Price like X": as an alias, but the model keeps its own name in reports. */
  readonly priceLike: Readonly<Record<string, string>>;
  readonly deployments: Readonly<Record<string, DeploymentOverride>>;
}

export const NO_OVERRIDES: PriceOverrides = {
  prices: [],
  discounts: [],
  aliases: {},
  priceLike: {},
  deployments: {},
};
