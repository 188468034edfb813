import type { FileInfo, Reader, Source, SourceFile } from '@meterline/sources';
import type { Checkpoint } from '@meterline/store';
import type { Files } from '../files/files.ts';
import type { OpenDatabase } from '../files/open-database.ts';
import { shortHash } from './fingerprint.ts';

/** One file to read, and what is known from the last time. */
export interface ReadJob {
  readonly source: Source;
  readonly file: SourceFile;
  /** Under which the checkpoint is kept: one file has one, by whatever way it was found. */
  readonly realPath: string;
  /** Bytes that there are to read, as far as its size tells. */
  readonly size: number;
  /** The checkpoint of this file, or of the file that it was before it was renamed. */
  readonly previous?: Checkpoint;
}

/** What reading needs of the world; one set for each thread. */
export interface ReadTools {
  readonly files: Files;
  readonly openDatabase: OpenDatabase;
  readonly buffer: Uint8Array;
}

/**
 * The checkpoint's fingerprint is of the content before the offset and of the context that the source gave the file:
 * when the neighbourhood says something else of a file (its parent has turned up, its job is known), it is read again.
 */
export const sealOf = (content: string, file: SourceFile): string =>
  `${content}.${shortHash(`${file.reader} ${JSON.stringify(file.context)}`)}`;

export const contentOf = (seal: string): string => seal.slice(0, Math.max(seal.lastIndexOf('.'), 0));
export const contextOf = (seal: string): string => seal.slice(seal.lastIndexOf('.') + 1);

export const readerOf = (source: Source, file: SourceFile): Reader => {
  const reader = source.readers[file.reader];
  if (!reader) throw new TypeError(`${source.id} has no reader ${file.reader}`);
  return reader;
};

export const infoOf = (job: ReadJob, facts: { readonly modifiedAt: number }): FileInfo => ({
  path: job.file.path,
  context: job.file.context,
  modifiedAt: facts.modifiedAt,
});
