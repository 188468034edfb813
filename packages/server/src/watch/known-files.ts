import { sep } from 'node:path';
import type { Source } from '@meterline/sources';
import type { Files } from '../files/files.ts';
import { signatureOf } from '../files/open-database.ts';
import { discoverSource, type FoundFile, type Looking, noFindings, rootsOf } from '../import/discover.ts';
import { MAX_LOOKS, RETRY_AFTER_MS, STRANGERS_EVERY_MS } from './intervals.ts';
import { knownFolders } from './known-folders.ts';
import { recurring } from './recurring.ts';

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
  /** Whether a hint names a file below the roots that is not known: it may have been empty when it was looked at. */
  isMissing(hinted: ReadonlySet<string> | 'all', now: number): boolean;
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
  let folders = knownFolders(files, []);
  const strangers = recurring(STRANGERS_EVERY_MS, 0);
  return {
    source,
    roots: () => roots,
    discover: () => {
      roots = rootsOf(source, looking);
      folders = knownFolders(files, roots);
      const findings = noFindings();
      discoverSource(source, roots, { ...looking, files: folders.files }, findings);
      renew(known, findings.found);
      folders.close(findings.found);
    },
    foldersChanged: () => rootsOf(source, looking).length !== roots.length || folders.changed(),
    isMissing: (hinted, now) => hinted !== 'all' && isStrange(hinted, known, roots) && strangers.due(now),
    changed: (hinted, now) =>
      candidates(known, hinted).flatMap((one) => {
        // A clock that was set back must not let a file rest for a year.
        if (now < one.restUntil && now >= one.restUntil - RETRY_AFTER_MS) return [];
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

const isStrange = (
  hinted: ReadonlySet<string>,
  known: ReadonlyMap<string, Known>,
  roots: readonly string[],
): boolean => {
  if (hinted.size === 0) return false;
  const paths = new Set([...known.values()].map(({ found }) => found.file.path));
  return [...hinted].some(
    (path) => !paths.has(path) && !known.has(path) && roots.some((root) => path.startsWith(`${root}${sep}`)),
  );
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
