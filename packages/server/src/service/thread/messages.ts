import type { Fault } from '@meterline/core';
import type { AppendResult, RepriceResult } from '@meterline/store';
import type { ImportReport } from '../../meterline.ts';
import type { CallBatch } from '../../record/recorder.ts';
import type { ImportFileRequest, RepriceRequest } from '../service.ts';
import type { NoteChange, WriterNews } from '../writer.ts';

/** What the writer's thread is started with. Its environment is the thread's own (`Worker`'s `env`). */
export interface WriterStart {
  /** Absolute path of the data folder. */
  readonly home: string;
  readonly zone?: string;
  readonly watch: boolean;
  /** Logs are read. */
  readonly imports: boolean;
  /** The user's home folder and platform, as sources see them. */
  readonly userHome: string;
  readonly platform: string;
}

export type ToWriter =
  | { readonly kind: 'scan' }
  | { readonly kind: 'ask'; readonly ask: number; readonly question: Question }
  | { readonly kind: 'stop' };

export type FromWriter =
  | { readonly kind: 'news'; readonly news: WriterNews }
  | { readonly kind: 'answer'; readonly ask: number; readonly result: Answers[Question['kind']] }
  | { readonly kind: 'refused'; readonly ask: number; readonly fault: Fault }
  | { readonly kind: 'stopped' };

/** What the writer is asked to do, and answers when it is done. */
export type Question =
  | { readonly kind: 'reprice'; readonly request: RepriceRequest }
  | { readonly kind: 'append'; readonly calls: CallBatch }
  | { readonly kind: 'importFile'; readonly request: ImportFileRequest }
  | { readonly kind: 'changeNote'; readonly change: NoteChange }
  | { readonly kind: 'followChanges'; readonly since: number | undefined };

export interface Answers {
  readonly reprice: RepriceResult;
  readonly append: AppendResult;
  readonly importFile: ImportReport;
  readonly changeNote: boolean;
  readonly followChanges: undefined;
}
