import type { IssueCode } from '@meterline/core';
import type { DirEntry, SourceFs, SqlReader } from '@meterline/sources';
import { errnoOf, type Files, isMissing, readFully } from './files.ts';

/** Told of what could not be read during discovery; `detail` is an error code. */
export type OnTrouble = (path: string, code: IssueCode, detail: string) => void;

/** A look into a database; throws when it cannot be opened. */
export type QueryDatabase = <T>(path: string, look: (db: SqlReader) => T) => T;

/**
 * The file system as sources may see it: nothing throws, what is missing is silently empty, what is there but cannot
 * be read is told to `onTrouble`, so that `doctor` can show it.
 */
export const sourceFs = (files: Files, query: QueryDatabase, onTrouble: OnTrouble): SourceFs => {
  const guarded = <T>(path: string, otherwise: T, act: () => T): T => {
    try {
      return act();
    } catch (error) {
      if (!isMissing(error)) onTrouble(path, troubleOf(error), errnoOf(error));
      return otherwise;
    }
  };
  return {
    list: (dir) => guarded<readonly DirEntry[]>(dir, [], () => files.list(dir)),
    stat: (path) => guarded(path, undefined, () => files.stat(path)),
    read: (path, maxBytes) => guarded(path, undefined, () => readHead(files, path, maxBytes)),
    realpath: (path) => guarded(path, undefined, () => files.realpath(path)),
    query: (path, look) => guarded(path, undefined, () => query(path, look)),
  };
};

/** The first `maxBytes` of a file. Allocates no more than the file holds, since most are small. */
export const readHead = (files: Files, path: string, maxBytes: number): Uint8Array => {
  const file = files.open(path);
  try {
    const bytes = new Uint8Array(Math.min(file.facts().size, maxBytes));
    return bytes.subarray(0, readFully(file, bytes, 0));
  } finally {
    file.close();
  }
};

const troubleOf = (error: unknown): IssueCode => {
  const code = errnoOf(error);
  if (code === 'ELOOP') return 'SYMLINK_LOOP';
  return code.startsWith('DATABASE_') ? (code as IssueCode) : 'UNREADABLE';
};
