/**
 * What a call cost, fixed when it was recorded. Money in whole nano-USD. `list` is the API list price, `reported` what
 * the sender said, `billed` what leaves the account; each `undefined` when unknown (an unknown price is never 0).
 */
export interface Cost {
  readonly status: 'priced' | 'unpriced' | 'zero';
  readonly listNanoUsd: number | undefined;
  readonly reportedNanoUsd: number | undefined;
  readonly billedNanoUsd: number | undefined;
  /** Id of the price rule that made it. */
  readonly priceRule: string | undefined;
  /** How the model's name was matched: the steps, joined by `+`. */
  readonly matchedBy: string | undefined;
  readonly bookVersion: string;
  readonly confidence: 'exact' | 'estimated';
  /** `base`, `>200000`, `base+fast` … */
  readonly tier?: string;
  /** Reservations, such as `rate_fallback`. */
  readonly notes?: readonly string[];
}
