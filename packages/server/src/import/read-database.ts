import type { DatabaseReader } from '@meterline/sources';
import type { Checkpoint } from '@meterline/store';
import { DatabaseTrouble, signatureOf, troubleOf } from '../files/open-database.ts';
import type { Collector } from './collector.ts';
import type { Portion } from './portion.ts';
import { contentOf, infoOf, type ReadJob, type ReadTools, sealOf } from './read-job.ts';

/**
 * Reads the rows that are new since the cursors in the checkpoint's state. The signature (size and time of the file and
 * of its write-ahead log) is taken before reading, so that a write during it is seen by the next import.
 */
export async function* readDatabase(
  job: ReadJob,
  tools: ReadTools,
  collector: Collector,
): AsyncGenerator<Portion> {
  const facts = tools.files.stat(job.file.path);
  // Just made by its program, and not written yet: no fault, and nothing to remember.
  if (facts.size === 0) return;
  const signature = signatureOf(tools.files, job.file.path).all;
  const reader = job.source.readers[job.file.reader] as DatabaseReader;
  const info = infoOf(job, facts);
  const state = keptState(job, facts.inode) ?? reader.start(info);
  const db = tools.openDatabase(job.file.path);
  try {
    reader.read(db.reader, state, info, collector.out);
    if (!db.unchanged()) {
      // Pages of two different moments may have been mixed: nothing of this reading is used.
      collector.take(0);
      throw new DatabaseTrouble('DATABASE_LOCKED');
    }
  } catch (error) {
    throw troubleOf(error);
  } finally {
    db.close();
  }
  yield collector.end(facts.size, {
    source: job.source.id,
    path: job.realPath,
    parserVersion: job.source.parserVersion,
    device: facts.device,
    inode: facts.inode,
    size: facts.size,
    modifiedAt: facts.modifiedAt,
    offset: facts.size,
    fingerprint: sealOf(signature, job.file),
    state: JSON.stringify(state),
  } satisfies Checkpoint);
}

/** Another inode is another database: its rows have other numbers, so the old cursors would miss some. */
const keptState = (job: ReadJob, inode: number): unknown => {
  const { previous } = job;
  if (!previous || previous.inode !== inode || previous.parserVersion !== job.source.parserVersion)
    return undefined;
  return JSON.parse(previous.state);
};

/** Whether a database is as the checkpoint left it. */
export const sameDatabase = (previous: Checkpoint, signature: string): boolean =>
  contentOf(previous.fingerprint) === signature;
