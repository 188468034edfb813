import type { Source } from '@meterline/sources';
import type { Checkpoint } from '@meterline/store';
import type { Files } from '../files/files.ts';
import { signatureOf } from '../files/open-database.ts';
import type { FoundFile } from './discover.ts';
import { contentOf, contextOf, type ReadJob, readerOf, sealOf } from './read-job.ts';

export interface ImportPlan {
  readonly jobs: readonly ReadJob[];
  /** Bytes that the jobs will read, as far as sizes tell. */
  readonly bytes: number;
  /** Files found, unchanged ones included. */
  readonly files: number;
}

/**
 * Compares what was found of one source with its checkpoints. A file that is as it was costs one stat and is not
 * opened; all others become jobs.
 */
export const planSource = (
  found: readonly FoundFile[],
  checkpoints: readonly Checkpoint[],
  files: Files,
): ImportPlan => {
  const byPath = new Map(checkpoints.map((checkpoint) => [checkpoint.path, checkpoint]));
  const moved = movedFrom(found, checkpoints);
  const jobs: ReadJob[] = [];
  let bytes = 0;
  for (const file of found) {
    const known = byPath.get(file.realPath);
    if (known && isUnchanged(file, known, files)) continue;
    const previous = known ?? moved(file);
    const size = Math.max(file.facts.size - resumeOffset(file, previous), 0);
    jobs.push({
      source: file.source,
      file: file.file,
      realPath: file.realPath,
      size,
      ...(previous ? { previous } : {}),
    });
    bytes += size;
  }
  return { jobs, bytes, files: found.length };
};

const resumeOffset = (file: FoundFile, previous: Checkpoint | undefined): number =>
  previous && previous.offset <= file.facts.size ? previous.offset : 0;

const isUnchanged = (found: FoundFile, known: Checkpoint, files: Files): boolean => {
  const { source, file, facts } = found;
  if (known.parserVersion !== source.parserVersion) return false;
  if (contextOf(known.fingerprint) !== contextOf(sealOf('', file))) return false;
  if (isDatabase(source, file.reader))
    return contentOf(known.fingerprint) === databaseSignature(files, file.path);
  return known.size === facts.size && known.modifiedAt === facts.modifiedAt && known.inode === facts.inode;
};

const isDatabase = (source: Source, reader: string): boolean => source.readers[reader]?.kind === 'database';

const databaseSignature = (files: Files, path: string): string | undefined => {
  try {
    return signatureOf(files, path).all;
  } catch {
    return undefined;
  }
};

/**
 * A file that was renamed keeps its inode, so its checkpoint is found by that; reading compares the content before it
 * believes it. Only checkpoints whose own path was not found may move: a hard link is no rename.
 */
const movedFrom = (
  found: readonly FoundFile[],
  checkpoints: readonly Checkpoint[],
): ((file: FoundFile) => Checkpoint | undefined) => {
  const present = new Set(found.map((file) => file.realPath));
  const gone = new Map<number, Checkpoint>();
  for (const checkpoint of checkpoints)
    if (!present.has(checkpoint.path)) gone.set(checkpoint.inode, checkpoint);
  return ({ source, file, facts }) => {
    const previous = gone.get(facts.inode);
    const lines = readerOf(source, file).kind === 'lines';
    return lines && previous?.device === facts.device && previous.size <= facts.size ? previous : undefined;
  };
};
