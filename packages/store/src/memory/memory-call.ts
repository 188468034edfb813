import type { CacheLapse, LedgerEvent } from '@meterline/core';

/** A call that the ledger knows. Of a dropped one only the totals count; what arrives for it later changes nothing. */
export interface MemoryCall {
  event: LedgerEvent;
  dropped: boolean;
  /** Of a dropped call: what it was when it was dropped. */
  lapse?: CacheLapse | undefined;
}
