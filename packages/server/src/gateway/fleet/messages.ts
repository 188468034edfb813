import type { Fault } from '@meterline/core';
import type { QuotaSnapshot } from '@meterline/gateway';
import type { AppendResult } from '@meterline/store';
import type { CallBatch } from '../../record/recorder.ts';

/** What a worker is started with. Its environment is that of the process: the keys of the providers stand there. */
export interface WorkerStart {
  /** Absolute path of the data folder. */
  readonly home: string;
  readonly host: string;
  readonly port: number;
  /** Where the dashboard and the API answer: everything that is not the gateway's goes there. */
  readonly inner: string;
  /** Others than this machine can reach it. */
  readonly exposed: boolean;
  /** Names its part of the spool. */
  readonly owner: string;
  /** The user's home folder and platform, as sources see them. */
  readonly userHome: string;
  readonly platform: string;
}

export type ToWorker =
  | { readonly kind: 'start'; readonly start: WorkerStart }
  | { readonly kind: 'settings' }
  | { readonly kind: 'answer'; readonly ask: number; readonly result: AppendResult }
  | { readonly kind: 'refused'; readonly ask: number; readonly fault: Fault }
  | { readonly kind: 'stop'; readonly milliseconds: number };

export type FromWorker =
  | { readonly kind: 'listening' }
  | { readonly kind: 'failed'; readonly fault: Fault }
  /** Calls for the ledger: answered when they are in it. */
  | { readonly kind: 'append'; readonly ask: number; readonly calls: CallBatch }
  | { readonly kind: 'quota'; readonly quota: readonly QuotaSnapshot[] }
  | { readonly kind: 'stopped' };
