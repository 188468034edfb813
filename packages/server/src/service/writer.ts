import type { Fault } from '@meterline/core';
import type { AppendResult, RepriceResult } from '@meterline/store';
import type { ImportProgress, ImportReport } from '../meterline.ts';
import type { CallBatch } from '../record/recorder.ts';
import type { LiveCall } from './live-call.ts';
import type { ImportFileRequest, RepriceRequest } from './service.ts';

/** The one part of the service that writes: on a thread of its own, or in tests on this one. */
export interface Writer {
  /** Looks for new logs now. */
  scan(): void;
  /** Throws faults, also when the writer ends before it is done. */
  reprice(request: RepriceRequest): Promise<RepriceResult>;
  /** Throws faults, also when the writer ends before it is done; what was read until then is in the ledger. */
  importFile(request: ImportFileRequest): Promise<ImportReport>;
  /**
   * Prices live calls and appends them, in one transaction; tells of them like of any other (`call`, or `bulk` when they
   * are many). Throws faults: then none of them is in the ledger.
   */
  append(calls: CallBatch): Promise<AppendResult>;
  /** The ledger's own, on the writer's connection. Throw faults. */
  changeNote(change: NoteChange): Promise<boolean>;
  followChanges(since: number | undefined): Promise<void>;
  /** Ends between two batches. */
  stop(): Promise<void>;
}

export interface NoteChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Plain data: it crosses threads. */
export type WriterNews =
  /** The ledger is there, with the schema of this program. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'progress'; readonly progress: ImportProgress }
  | { readonly kind: 'imported'; readonly report: ImportReport; readonly roots: readonly string[] }
  | { readonly kind: 'call'; readonly call: LiveCall }
  /** Much was recorded that is not told call by call. */
  | { readonly kind: 'bulk' }
  /** `import`: nothing can be recorded until `opened` comes again. `source`: a file or folder cannot be read. */
  | { readonly kind: 'fault'; readonly of: 'import' | 'source'; readonly fault: Fault }
  /** The thread is gone without having been stopped. `reason` names the error, and is never its text. */
  | { readonly kind: 'died'; readonly reason: string };

export type OnNews = (news: WriterNews) => void;

/** Starts a writer with the settings as they are now. */
export type StartWriter = (onNews: OnNews) => Writer;
