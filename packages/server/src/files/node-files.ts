import {
  closeSync,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DirEntry } from '@meterline/sources';
import type { FileFacts, Files, OpenFile } from './files.ts';

/** The real file system behind `Files`. */
export const nodeFiles: Files = {
  list: (dir) =>
    readdirSync(dir, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: kindOfEntry(dir, entry),
    })),
  stat: (path) => factsOf(statSync(path)),
  realpath: (path) => realpathSync.native(path),
  open: (path) => openFile(openSync(path, 'r')),
};

const openFile = (descriptor: number): OpenFile => ({
  facts: () => factsOf(fstatSync(descriptor)),
  read: (into, position) => readSync(descriptor, into, 0, into.length, position),
  close: () => closeSync(descriptor),
});

const factsOf = (stats: Stats): FileFacts => ({
  kind: kindOf(stats),
  size: stats.size,
  modifiedAt: stats.mtimeMs,
  device: stats.dev,
  inode: stats.ino,
});

const kindOf = (entry: Stats | Dirent): DirEntry['kind'] =>
  entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';

const kindOfEntry = (dir: string, entry: Dirent): DirEntry['kind'] => {
  if (!entry.isSymbolicLink()) return kindOf(entry);
  try {
    return kindOf(statSync(join(dir, entry.name)));
  } catch {
    // It leads nowhere, or to itself: no file, and no reason to give up the folder.
    return 'other';
  }
};
