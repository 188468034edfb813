import { dirname } from 'node:path';
import type { Files } from '../files/files.ts';
import type { FoundFile } from '../import/discover.ts';
import { MAX_LOOKS } from './intervals.ts';

/**
 * The folders that a discovery went through. A folder changes its time when an entry comes or goes, so a stat of each
 * tells whether another discovery would find more. Folders that hold no log yet count too: the first file of a new
 * day or project comes a moment after its folder.
 */
export interface KnownFolders {
  /** The same files, remembering which folders are listed. */
  readonly files: Files;
  /** Adds the folders above what was found, for sources that know a file's place without listing. */
  close(found: readonly FoundFile[]): void;
  /** Whether one of the folders is not as it was before it was listed. */
  changed(): boolean;
}

export const knownFolders = (files: Files, roots: readonly string[]): KnownFolders => {
  const seen = new Map<string, string>();
  // Looked at before it is listed: what comes in between then counts as a change, never as seen.
  const see = (folder: string): void => {
    if (!seen.has(folder)) seen.set(folder, signatureOf(files, folder));
  };
  for (const root of roots) see(root);
  return {
    files: {
      ...files,
      list: (folder) => {
        see(folder);
        return files.list(folder);
      },
    },
    close: (found) => {
      for (const { file } of found) for (const folder of foldersAbove(file.path, roots)) see(folder);
      keepNewest(seen, roots);
    },
    changed: () => [...seen].some(([folder, signature]) => signatureOf(files, folder) !== signature),
  };
};

/** The folders between a file and its root. */
const foldersAbove = (path: string, roots: readonly string[]): readonly string[] => {
  const folders: string[] = [];
  for (let dir = dirname(path); isBelow(dir, roots); dir = dirname(dir)) folders.push(dir);
  return folders;
};

const isBelow = (dir: string, roots: readonly string[]): boolean =>
  roots.some((root) => dir.length > root.length && dir.startsWith(root));

/** Beyond the limit the roots and the folders that changed last are kept: something happens there again. */
const keepNewest = (seen: Map<string, string>, roots: readonly string[]): void => {
  if (seen.size <= MAX_LOOKS) return;
  const rest = [...seen.keys()].filter((folder) => !roots.includes(folder));
  const changedAt = (folder: string): number => Number.parseFloat(seen.get(folder) ?? '') || 0;
  rest.sort((a, b) => changedAt(b) - changedAt(a));
  for (const folder of rest.slice(MAX_LOOKS - roots.length)) seen.delete(folder);
};

/** Time of change and inode; empty for what is not there. */
const signatureOf = (files: Files, folder: string): string => {
  try {
    const { modifiedAt, inode } = files.stat(folder);
    return `${modifiedAt}:${inode}`;
  } catch {
    return '';
  }
};
