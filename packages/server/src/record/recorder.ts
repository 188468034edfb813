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
   * For the gateway: when `done` is called, the call is in the spool file and survives a kill of the process (the file is
   * synced to the disk soon after, together with others'). Calls of one turn of the event loop are written together, at
   * its end. Never throws.
   */
  spool(call: MeteredCall, done: () => void): void;
  /** Resolves when all of them are in the ledger. Throws faults (`LEDGER_*`): then none of the rest is. */
  record(calls: CallBatch): Promise<AppendResult>;
  stats(): RecorderStats;
  /** Takes over what processes have left that have ended meanwhile. It is looked for now and then anyway. */
  adopt(): void;
  /** Everything spooled so far is in the ledger. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Calls as they come to the writer: values, or lines of a spool file (`spool-line.ts`), which cross threads for nothing. */
export type CallBatch = readonly UsageEvent[] | Uint8Array<ArrayBuffer>;

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
