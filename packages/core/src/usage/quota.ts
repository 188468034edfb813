/** What providers limit: their own words for it, and no others are kept. */
export const QUOTA_KINDS = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const;
export type QuotaKind = (typeof QUOTA_KINDS)[number];

/** Most quotas of one call: each kind once. */
export const MAX_CALL_QUOTAS = QUOTA_KINDS.length;

/** What an answer's headers said is left of one of the provider's limits; what they did not say is absent. */
export interface Quota {
  readonly kind: QuotaKind;
  /** Of the whole window. */
  readonly limit?: number;
  /** Left when it was said. */
  readonly remaining?: number;
  /** When it is whole again, UTC milliseconds. */
  readonly resetAt?: number;
}
