import type { CronJobName, DeclaredUsage, Issue, PricedEvent, UsageEvent } from '@meterline/core';
import type { Checkpoint } from '@meterline/store';

/** What one stretch of a file gave, with the checkpoint that is true once all of it is in the ledger. */
export interface Portion {
  readonly events: readonly UsageEvent[];
  readonly issues: readonly Issue[];
  readonly declared: readonly DeclaredUsage[];
  readonly cronJobs: readonly CronJobName[];
  /** Bytes of the file that this stretch read. */
  readonly bytes: number;
  readonly checkpoint?: Checkpoint;
  /** Nothing more comes of this file; each file ends with exactly one such portion. */
  readonly last: boolean;
}

/** A portion whose calls have their cost. */
export interface PricedPortion extends Omit<Portion, 'events'> {
  readonly events: readonly PricedEvent[];
}
