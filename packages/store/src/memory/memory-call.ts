import type { LedgerEvent } from '@meterline/core';

/** A call that the ledger knows. Of a dropped one only the totals count; what arrives for it later changes nothing. */
export interface MemoryCall {
  event: LedgerEvent;
  dropped: boolean;
}
