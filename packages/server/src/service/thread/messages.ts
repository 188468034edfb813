import type { Fault } from '@meterline/core';
import type { RepriceResult } from '@meterline/store';
import type { RepriceRequest } from '../service.ts';
import type { WriterNews } from '../writer.ts';

/** What the writer's thread is started with. Its environment is the thread's own (`Worker`'s `env`). */
export interface WriterStart {
  /** Absolute path of the data folder. */
  readonly home: string;
  readonly zone?: string;
  readonly watch: boolean;
  /** The user's home folder and platform, as sources see them. */
  readonly userHome: string;
  readonly platform: string;
}

export type ToWriter =
  | { readonly kind: 'scan' }
  | { readonly kind: 'reprice'; readonly ask: number; readonly request: RepriceRequest }
  | { readonly kind: 'stop' };

export type FromWriter =
  | { readonly kind: 'news'; readonly news: WriterNews }
  | { readonly kind: 'repriced'; readonly ask: number; readonly result: RepriceResult }
  | { readonly kind: 'refused'; readonly ask: number; readonly fault: Fault }
  | { readonly kind: 'stopped' };
