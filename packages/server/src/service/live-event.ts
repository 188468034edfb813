import type { Fault } from '@meterline/core';
import type { ImportState } from './import-state.ts';
import type { LiveCall } from './live-call.ts';

/** What happens in the service, as it is sent to whoever listens. Plain data: it crosses threads and the wire. */
export type LiveEvent =
  | LiveCallEvent
  | LiveTotalsEvent
  | LiveImportEvent
  | LiveSettingsEvent
  | LiveFaultEvent
  | LiveResetEvent;

/** A call was recorded, or the ledger now knows it better (`merged`). */
export interface LiveCallEvent {
  readonly kind: 'call';
  readonly call: LiveCall;
}

/** The ledger holds something else than before: what was asked of it may be asked again. */
export interface LiveTotalsEvent {
  readonly kind: 'totals';
  /** Grows with every write to the ledger, of whatever process. */
  readonly revision: number;
  /** UTC milliseconds. */
  readonly at: number;
}

export interface LiveImportEvent {
  readonly kind: 'import';
  readonly state: ImportState;
}

/** Configuration, zone or prices are others than before: everything may be asked again. */
export interface LiveSettingsEvent {
  readonly kind: 'settings';
  readonly zone: string;
  readonly bookVersion: string;
}

/** Something does not work, or (`null`) works again. */
export interface LiveFaultEvent {
  readonly kind: 'fault';
  /** `ledger`: nothing can be asked. `import`: nothing can be recorded. `source`: one file or folder. */
  readonly of: 'ledger' | 'import' | 'settings' | 'source';
  readonly fault: Fault | null;
  readonly at: number;
}

/** Events were missed that are no longer kept: everything is to be asked again. */
export interface LiveResetEvent {
  readonly kind: 'reset';
}

/** An event with its place in the stream: `<boot>-<n>`, where `boot` is another at each start of the service. */
export interface NumberedEvent {
  readonly id: string;
  readonly event: LiveEvent;
}
