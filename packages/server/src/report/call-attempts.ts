import { MINUTE_MS } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';

/** Calls that asked the same, as far as it can be known. */
export interface CallAttempts {
  /** Without a fingerprint of its prompt a call cannot be known again. */
  readonly recognised: boolean;
  /** Looked at from here (included) to here (excluded), UTC milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Every call of that time was looked at. */
  readonly complete: boolean;
  /** The oldest first, the call itself among them. */
  readonly attempts: readonly StoredCall[];
}

/** Who tries again does it within this time; later the same prompt is another wish. */
export const ATTEMPTS_WITHIN_MS = 10 * MINUTE_MS;
/** Calls that are looked at before the call, and as many after it: the nearest. */
export const MAX_LOOKED_AT = 1_000;

/** Calls with the same prompt shortly before and after one. */
export const callAttempts = async (ledger: Ledger, call: StoredCall): Promise<CallAttempts> => {
  const { startedAt, promptFingerprint } = call;
  const range = { from: startedAt - ATTEMPTS_WITHIN_MS, to: startedAt + ATTEMPTS_WITHIN_MS + 1 };
  if (promptFingerprint === undefined)
    return { recognised: false, ...range, complete: true, attempts: [call] };
  const isLike = (other: StoredCall): boolean => other.promptFingerprint === promptFingerprint;
  const around = { where: [], after: call, limit: MAX_LOOKED_AT };
  const before = await Array.fromAsync(ledger.events({ ...around, from: range.from, order: 'newest' }));
  const later = await Array.fromAsync(ledger.events({ ...around, to: range.to, order: 'oldest' }));
  return {
    recognised: true,
    ...range,
    complete: before.length < MAX_LOOKED_AT && later.length < MAX_LOOKED_AT,
    attempts: [...before.filter(isLike).reverse(), call, ...later.filter(isLike)],
  };
};
