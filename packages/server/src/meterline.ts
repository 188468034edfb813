import type { Fault, PricedEvent, PriceEngine } from '@meterline/core';
import type { Source, SourceEnv } from '@meterline/sources';
import type { Ledger, StoredCall } from '@meterline/store';
import type { Config } from './config/config.ts';
import type { LoadedPrices } from './config/local-prices.ts';
import type { Files } from './files/files.ts';

/** What Meterline needs of the real world; only `cli/main.ts` and tests make one. */
export interface World {
  /** The user's home folder, platform and environment, as sources see them. */
  readonly env: SourceEnv;
  /** UTC milliseconds. */
  readonly clock: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** The file system that logs are read from; default the real one. Tests put faults into it. */
  readonly files?: Files;
}

/** One opened data folder: ledger, prices, configuration and sources put together. */
export interface Meterline {
  readonly world: World;
  /** Absolute path of the data folder. */
  readonly home: string;
  readonly config: Config;
  /** The zone of every day that is shown: `--zone`, else configuration, else the machine's. */
  readonly zone: string;
  readonly ledger: Ledger;
  readonly sources: readonly Source[];
  /** The user's own prices as `prices.local.json` has them. */
  readonly localPrices: LoadedPrices;
  import(options: ImportOptions): Promise<ImportReport>;
  /** Imports what is new, then yields what happens until `signal` aborts. */
  watch(options: WatchOptions): AsyncIterable<WatchEvent>;
  /** Prices a call as the importer would, without storing it. */
  price(event: import('@meterline/core').UsageEvent): PricedEvent;
  /** The price book with the user's overrides over it, for `explain`, `prices` and "what if" questions. */
  readonly engine: PriceEngine;
  /** Looks, without reading or importing anything, at what each source would find on this machine. */
  survey(): Promise<readonly SourceSurvey[]>;
  /** What a process that stays does once a day: drops what retention no longer keeps, prepares long reports. */
  upkeep(): Promise<void>;
  close(): Promise<void>;
}

export interface ImportOptions {
  /** Source ids; default all that are enabled. */
  readonly only?: readonly string[];
  /** Files or folders to read instead of the known roots. Kinds are detected from content unless `only` names one. */
  readonly paths?: readonly string[];
  /**
   * The path that the one file of `paths` is known by, because it will not stay where it is. Such an import writes no
   * checkpoint; identity keys keep what comes twice from counting twice.
   */
  readonly shownAs?: string;
  /** Leave out calls that started before (UTC ms). Such an import writes no checkpoints. */
  readonly since?: number;
  /** Read and price everything, store nothing. */
  readonly dryRun?: boolean;
  /** Column map for a CSV: our field → their header. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Worker threads for a cold import; default by size of the work, 0 for none. */
  readonly workers?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ImportProgress {
  readonly phase: 'discovering' | 'reading' | 'done';
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly calls: number;
  /** What was found to look at, by source; absent while discovering. */
  readonly found?: readonly { readonly id: string; readonly name: string; readonly files: number }[];
}

export interface ImportReport {
  readonly sources: readonly SourceReport[];
  readonly added: number;
  readonly merged: number;
  readonly unchanged: number;
  /** Calls that `since` left out. */
  readonly skipped: number;
  readonly issues: number;
  readonly bytesRead: number;
  readonly elapsedMs: number;
  /** Files or folders that could not be used at all. */
  readonly faults: readonly Fault[];
  /** With `dryRun`: what would have been added, at list price. */
  readonly wouldAdd?: {
    readonly calls: number;
    readonly listNanoUsd: number;
    readonly unpricedCalls: number;
  };
}

export interface SourceReport {
  readonly id: string;
  readonly name: string;
  /** Roots that exist. */
  readonly roots: readonly string[];
  readonly files: number;
  readonly filesRead: number;
  readonly added: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly issues: number;
}

/** What lies on the machine for one source. */
export interface SourceSurvey {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Every folder that is looked in (known and configured), with what is there. */
  readonly roots: readonly {
    readonly path: string;
    readonly exists: boolean;
    /** From `meterline.toml`, not one of the program's known places. */
    readonly configured: boolean;
    /** Files that hold usage, by the kind of reader that reads them. */
    readonly files: Readonly<Record<'lines' | 'document' | 'database', number>>;
    /** Latest change of any of them, UTC milliseconds. */
    readonly modifiedAt?: number;
  }[];
  readonly faults: readonly Fault[];
}

export interface WatchOptions {
  readonly only?: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Gets the function that makes the watch look through all folders at once. */
  readonly onScan?: (scan: () => void) => void;
}

export type WatchEvent =
  | { readonly kind: 'ready'; readonly report: ImportReport; readonly roots: readonly string[] }
  /** A call that the ledger did not have, or now knows better (`merged`). */
  | { readonly kind: 'call'; readonly call: StoredCall; readonly merged: boolean }
  /** So much came at once that the rest of it is in the ledger, but not told call by call. */
  | { readonly kind: 'bulk' }
  | { readonly kind: 'fault'; readonly fault: Fault };
