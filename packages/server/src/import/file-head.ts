import { type FileHead, fileHead } from '@meterline/sources';
import { type Files, readFully } from '../files/files.ts';
import type { OpenDatabase } from '../files/open-database.ts';
import { FILE_HEAD_BYTES } from './limits.ts';
import { isZstd, zstdStream } from './zstd-stream.ts';

const SQLITE_MAGIC = 'SQLite format 3\u0000';

/** The beginning of a file as sources are shown it to say whether it is theirs. Throws when it cannot be read. */
export const headOf = async (path: string, files: Files, openDatabase: OpenDatabase): Promise<FileHead> => {
  const file = files.open(path);
  try {
    const raw = new Uint8Array(Math.min(file.facts().size, FILE_HEAD_BYTES));
    const bytes = raw.subarray(0, readFully(file, raw, 0));
    if (isSqlite(bytes))
      return fileHead(path, bytes, { complete: false, tables: tablesOf(path, openDatabase) });
    if (!isZstd(bytes)) return fileHead(path, bytes, { complete: bytes.length === file.facts().size });
    const inflated = new Uint8Array(FILE_HEAD_BYTES);
    const stream = zstdStream(file);
    let held = 0;
    for (let got = -1; got !== 0 && held < inflated.length; held += got)
      got = await stream.read(inflated.subarray(held));
    return fileHead(path, inflated.subarray(0, held), { complete: held < inflated.length });
  } finally {
    file.close();
  }
};

const isSqlite = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes).toString('latin1', 0, 16) === SQLITE_MAGIC;

const tablesOf = (path: string, openDatabase: OpenDatabase): ReadonlySet<string> => {
  const db = openDatabase(path);
  try {
    return db.reader.tables();
  } finally {
    db.close();
  }
};
