import type { Fault, UsageEvent } from '@meterline/core';
import type { MeteredCall } from '@meterline/gateway';
import type { AppendResult } from '@meterline/store';

/**
 * Takes live calls (gateway, ingest, OpenTelemetry) to the ledger, which the writer's thread owns, and loses none.
 *
 *     gateway ─ spool() ─→ spool file ─┐
 *     ingest, OTLP ─ record() ─────────┴─→ writer thread: price, append ─→ ledger ─→ acknowledged
 *
 * What stands in the spool and was not acknowledged when the process ended is recorded at the next start; identity keys
 * make that harmless.
 */
export interface Recorder {
  /**
   * For the gateway: when it returns, the call is in the spool file and survives a kill of the process (the file is
   * synced to the disk soon after, together with others'). Some tens of microseconds. Never throws.
   */
  spool(call: MeteredCall): void;
  /** Resolves when all of them are in the ledger. Throws faults (`LEDGER_*`): then none of the rest is. */
  record(events: readonly UsageEvent[]): Promise<AppendResult>;
  stats(): RecorderStats;
  /** Takes over what processes have left that have ended meanwhile. It is looked for now and then anyway. */
  adopt(): void;
  /** Everything spooled so far is in the ledger. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface RecorderStats {
  /** In the spool, not yet in the ledger. */
  readonly waiting: number;
  readonly spoolBytes: number;
  readonly recorded: number;
  /** Calls that found neither the disk nor room in memory while the ledger could not be written. */
  readonly lost: number;
  /** Why calls wait. */
  readonly fault: Fault | null;
}
