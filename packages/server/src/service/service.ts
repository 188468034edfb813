import type { Fault, Filter, Result } from '@meterline/core';
import type { RepriceResult } from '@meterline/store';
import type { ImportProgress, ImportReport, Meterline, World } from '../meterline.ts';
import type { OtlpReceiver } from '../otlp/receiver.ts';
import type { Owners } from '../record/owners.ts';
import type { QuotaBook } from '../record/quota-book.ts';
import type { Recorder } from '../record/recorder.ts';
import type { EventHub } from './hub.ts';
import type { ServiceWebhooks } from './service-webhooks.ts';

/**
 * Meterline as a process that stays: it reads here, on the thread that answers, and writes on another.
 *
 *     thread of the pages                         writer thread
 *     reader() ── read-only connection ──┐   ┌── import, watch, reprice, retention
 *     hub ←── calls, progress, faults ───┼───┘
 *     look every second: revision, ledger there?, settings changed?
 */
export interface Service {
  readonly world: World;
  /** Absolute path of the data folder. */
  readonly home: string;
  /** Of the program. */
  readonly version: string;
  /**
   * The data folder opened for reading; replaced as a whole when settings or prices changed, so it is asked for anew
   * with each question and not kept. Throws the `LEDGER_*` fault (HTTP 503) while the ledger cannot be read.
   */
  reader(): Meterline;
  readonly hub: EventHub;
  activity(): ServiceActivity;
  /** Looks for new logs now instead of within half a minute. */
  scan(): void;
  /**
   * After `meterline.toml` or `prices.local.json` were written: a new reader, the writer started again, a `settings`
   * event. When they are not valid everything stays as it was, and the fault says why.
   */
  reload(): Promise<Result<void>>;
  /** Prices recorded calls anew on the writer's thread. Throws faults. */
  reprice(request: RepriceRequest): Promise<RepriceResult>;
  /** Imports one file on the writer's thread, and keeps no checkpoint of it. Throws faults. */
  importFile(request: ImportFileRequest): Promise<ImportReport>;
  /** Tells others of calls. */
  readonly webhooks: ServiceWebhooks;
  /** Takes live calls to the ledger. */
  readonly recorder: Recorder;
  /** Takes OpenTelemetry's spans and logs. */
  readonly otlp: OtlpReceiver;
  /** Names this process and this start among those that share the data folder: `4711-abc`. */
  readonly owner: string;
  /** Who has a part of the spool. */
  readonly owners: Owners;
  /** What providers said last is left of their limits. */
  readonly quotas: QuotaBook;
  /** Ends the writer between two batches and closes everything. Nothing is lost. */
  close(): Promise<void>;
}

export interface ImportFileRequest {
  /** Where it lies for the moment. */
  readonly path: string;
  /** The path that calls, issues and keys know it by. */
  readonly shownAs: string;
  /** Id of a source; absent: the content tells. */
  readonly source?: string;
  /** Column map of a CSV: our field → its header. */
  readonly columns?: Readonly<Record<string, string>>;
}

export interface RepriceRequest {
  /** Leave the calls alone that have a price. */
  readonly unpricedOnly: boolean;
  readonly where: readonly Filter[];
  /** UTC milliseconds, half open. */
  readonly from?: number;
  readonly to?: number;
  readonly dryRun: boolean;
}

/** What the service is doing. Instants are UTC milliseconds. */
export interface ServiceActivity {
  readonly startedAt: number;
  /** Made-up sample logs in a throw-away folder. */
  readonly demo: boolean;
  readonly phase: ServicePhase;
  /** New calls are recorded as they happen, also while older ones are still being imported. */
  readonly watching: boolean;
  /** Folders that are watched. */
  readonly roots: readonly string[];
  /** Of the import that runs, or else of the last one. */
  readonly progress: ImportProgress | null;
  readonly lastImport: { readonly report: ImportReport; readonly endedAt: number } | null;
  /** The last thing that went wrong, also when it has healed since. */
  readonly lastFault: { readonly fault: Fault; readonly at: number } | null;
  /** Why nothing can be recorded now. */
  readonly importFault: Fault | null;
  /** Why nothing can be asked of the ledger now. */
  readonly ledgerFault: Fault | null;
  /** Why settings or prices on disk are not those in use. */
  readonly settingsFault: Fault | null;
  /** Grows with every write to the ledger. */
  readonly revision: number;
  /** How often the writer's thread had to be started again after it died. */
  readonly writerRestarts: number;
}

/**
 * `starting`: the writer opens the ledger · `discovering`, `reading`: it imports what is new · `watching` · `idle`: it
 * has imported and was told not to watch · `failed`: it cannot work now and will try again.
 */
export type ServicePhase = 'starting' | 'discovering' | 'reading' | 'watching' | 'idle' | 'failed';
