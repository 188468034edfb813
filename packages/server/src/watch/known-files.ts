import { dirname } from 'node:path';
import type { Source } from '@meterline/sources';
import type { Files } from '../files/files.ts';
import { signatureOf } from '../files/open-database.ts';
import { discoverSource, type FoundFile, type Looking, noFindings, rootsOf } from '../import/discover.ts';
import { MAX_LOOKS, RETRY_AFTER_MS } from './intervals.ts';

interface Known {
  found: FoundFile;
  /** What its stat said when it was last read; undefined before that. */
  signature: string | undefined;
  /** UTC milliseconds before which it is not tried again. */
  restUntil: number;
}

/** What one source has on the machine, kept up to date by stats. */
export interface KnownFiles {
  readonly source: Source;
  /** Roots that exist. */
  roots(): readonly string[];
  /** Goes through the folders anew. */
  discover(): void;
  /** Whether a folder has got or lost an entry, or a root has come, since the last discovery. */
  foldersChanged(): boolean;
  /** Files that are not as they were when they were last read. */
  changed(hinted: ReadonlySet<string> | 'all', now: number): readonly Change[];
}

/** A file to read. `done` says that it was read as it was seen here; `rest` that it could not be. */
export interface Change {
  readonly found: FoundFile;
  done(): void;
  rest(now: number): void;
}

export const knownFilesOf = (source: Source, looking: Looking): KnownFiles => {
  const { files } = looking;
  const known = new Map<string, Known>();
  let roots: readonly string[] = [];
  let folders = new Map<string, string>();
  return {
    source,
    roots: () => roots,
    discover: () => {
      roots = rootsOf(source, looking);
      const findings = noFindings();
      discoverSource(source, roots, looking, findings);
      renew(known, findings.found);
      folders = foldersOf(findings.found, roots, files);
    },
    foldersChanged: () =>
      rootsOf(source, looking).length !== roots.length ||
      [...folders].some(([folder, seen]) => folderSignature(files, folder) !== seen),
    changed: (hinted, now) =>
      candidates(known, hinted).flatMap((one) => {
        if (now < one.restUntil) return [];
        const change = changeOf(one, files);
        if (change === 'gone') known.delete(one.found.realPath);
        return change === 'same' || change === 'gone' ? [] : [change];
      }),
  };
};

const renew = (known: Map<string, Known>, found: readonly FoundFile[]): void => {
  const before = new Map(known);
  known.clear();
  for (const file of found) {
    const old = before.get(file.realPath);
    const sameContext = old && JSON.stringify(old.found.file) === JSON.stringify(file.file);
    known.set(file.realPath, {
      found: file,
      signature: sameContext ? old.signature : undefined,
      restUntil: old?.restUntil ?? 0,
    });
  }
};

/** All files while they are few; else the most recently changed ones and those that were hinted at. */
const candidates = (
  known: ReadonlyMap<string, Known>,
  hinted: ReadonlySet<string> | 'all',
): readonly Known[] => {
  const all = [...known.values()];
  if (hinted === 'all' || all.length <= MAX_LOOKS) return all;
  const recent = all
    .toSorted((a, b) => b.found.facts.modifiedAt - a.found.facts.modifiedAt)
    .slice(0, MAX_LOOKS);
  return [...new Set([...recent, ...all.filter(({ found }) => hinted.has(found.file.path))])];
};

const changeOf = (one: Known, files: Files): Change | 'same' | 'gone' => {
  try {
    const { source, file } = one.found;
    const database = source.readers[file.reader]?.kind === 'database';
    const facts = files.stat(file.path);
    const signature = database
      ? signatureOf(files, file.path).all
      : `${facts.size}:${facts.modifiedAt}:${facts.inode}`;
    if (signature === one.signature) return 'same';
    one.found = { ...one.found, facts };
    return {
      found: one.found,
      done: () => {
        one.signature = signature;
      },
      rest: (now) => {
        one.restUntil = now + RETRY_AFTER_MS;
      },
    };
  } catch {
    return 'gone';
  }
};

/** The folders that hold files, and those above them up to the root: each changes its time when an entry comes or goes. */
const foldersOf = (
  found: readonly FoundFile[],
  roots: readonly string[],
  files: Files,
): Map<string, string> => {
  const folders = new Set<string>(roots);
  for (const { file } of found) {
    for (let dir = dirname(file.path); !folders.has(dir) && isBelow(dir, roots); dir = dirname(dir))
      folders.add(dir);
  }
  return new Map([...folders].slice(0, MAX_LOOKS).map((folder) => [folder, folderSignature(files, folder)]));
};

const isBelow = (dir: string, roots: readonly string[]): boolean =>
  roots.some((root) => dir.length > root.length && dir.startsWith(root));

const folderSignature = (files: Files, folder: string): string => {
  try {
    const { modifiedAt, inode } = files.stat(folder);
    return `${modifiedAt}:${inode}`;
  } catch {
    return '';
  }
};
