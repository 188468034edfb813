import type { PriceBook, PriceOverrides } from '@meterline/core';
import type { SourceFile } from '@meterline/sources';
import type { Checkpoint } from '@meterline/store';
import type { Config } from '../../config/config.ts';
import type { Portion } from '../portion.ts';
import type { PackedEvents } from './event-codec.ts';

/** What a worker is started with: all that pricing needs, so that the ledger's thread only appends. */
export interface WorkerStart {
  readonly book: PriceBook;
  readonly overrides: PriceOverrides;
  readonly config: Config;
}

/** One file to read. `job` is its number in the importer's list. */
export interface JobMessage {
  readonly job: number;
  readonly source: string;
  readonly file: SourceFile;
  readonly realPath: string;
  readonly size: number;
  readonly previous?: Checkpoint;
}

/** To the worker: files to read, or leave to send further results. */
export type ToWorker =
  | { readonly kind: 'jobs'; readonly jobs: readonly JobMessage[] }
  | { readonly kind: 'taken' };

/** From the worker: portions of one or several files, their calls packed together in the same order. */
export interface FromWorker {
  readonly portions: readonly PackedPortion[];
  readonly events: PackedEvents;
}

export interface PackedPortion extends Omit<Portion, 'events'> {
  readonly job: number;
  readonly eventCount: number;
}
