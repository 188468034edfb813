import type { DirEntry } from '@meterline/sources';

/**
 * The file system as the importer needs it. Synchronous, because large sequential reads are fastest so, and throwing
 * Node's own errors (`code: 'ENOENT'` …), so that a test can put any fault in any place. `nodeFiles` is the real one.
 */
export interface Files {
  /** Entries of a folder; the kind of a symbolic link is the kind of what it leads to, or `other` when it leads nowhere. */
  list(dir: string): readonly DirEntry[];
  /** Follows symbolic links. */
  stat(path: string): FileFacts;
  realpath(path: string): string;
  open(path: string): OpenFile;
}

export interface FileFacts {
  readonly kind: DirEntry['kind'];
  readonly size: number;
  /** UTC milliseconds, with the fraction that the file system keeps. */
  readonly modifiedAt: number;
  readonly device: number;
  readonly inode: number;
}

export interface OpenFile {
  facts(): FileFacts;
  /** Fills `into` from byte `position` on; gives the bytes read, 0 at the end. */
  read(into: Uint8Array, position: number): number;
  close(): void;
}

/** The `code` of a Node error, or `EUNKNOWN`: short, and never text of a file. */
export const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';

/** Whether the error says that nothing is there (any more). */
export const isMissing = (error: unknown): boolean => /^(ENOENT|ENOTDIR)$/.test(errnoOf(error));

/** Reads until `into` is full or the file ends: one read call may give less than is there. */
export const readFully = (file: OpenFile, into: Uint8Array, position: number): number => {
  let held = 0;
  while (held < into.length) {
    const got = file.read(held === 0 ? into : into.subarray(held), position + held);
    if (got === 0) break;
    held += got;
  }
  return held;
};
