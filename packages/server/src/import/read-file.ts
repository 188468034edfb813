import type { IssueCode } from '@meterline/core';
import type { DocumentReader, FileInfo, LineReader } from '@meterline/sources';
import type { Checkpoint } from '@meterline/store';
import { errnoOf, type FileFacts, isMissing, type OpenFile, readFully } from '../files/files.ts';
import { plainStream } from './byte-stream.ts';
import { type Collector, collect } from './collector.ts';
import { fingerprintOf } from './fingerprint.ts';
import { PORTION_BYTES, PORTION_CALLS } from './limits.ts';
import type { Portion } from './portion.ts';
import { readDatabase } from './read-database.ts';
import { contentOf, contextOf, infoOf, type ReadJob, type ReadTools, readerOf, sealOf } from './read-job.ts';
import { type LineWindow, readLines } from './read-lines.ts';
import { isZstd, zstdStream } from './zstd-stream.ts';

/**
 * Reads what a file has that its checkpoint has not seen, in portions of bounded size. Nothing throws: what goes wrong
 * with a file is an issue in its last portion, and the next import tries again.
 */
export async function* readFile(job: ReadJob, tools: ReadTools): AsyncGenerator<Portion> {
  const collector = collect(job.source.id, job.file.path);
  try {
    yield* readerOf(job.source, job.file).kind === 'database'
      ? readDatabase(job, tools, collector)
      : readOpened(job, tools, collector);
  } catch (error) {
    collector.issue(0, issueCodeOf(error), errnoOf(error));
    yield collector.end(0);
  }
}

async function* readOpened(job: ReadJob, tools: ReadTools, collector: Collector): AsyncGenerator<Portion> {
  const file = tools.files.open(job.file.path);
  try {
    const facts = file.facts();
    const reader = readerOf(job.source, job.file);
    const opened: Opened = { job, file, facts, info: infoOf(job, facts), collector };
    if (reader.kind === 'document') yield await readDocument(opened, reader);
    else if (reader.kind === 'lines') yield* readLineFile(opened, reader, tools);
  } finally {
    file.close();
  }
}

interface Opened {
  readonly job: ReadJob;
  readonly file: OpenFile;
  readonly facts: FileFacts;
  readonly info: FileInfo;
  readonly collector: Collector;
}

async function* readLineFile(opened: Opened, reader: LineReader, tools: ReadTools): AsyncGenerator<Portion> {
  const { job, file, facts, info, collector } = opened;
  const magic = new Uint8Array(4);
  const compressed = isZstd(magic.subarray(0, readFully(file, magic, 0)));
  const resumed = compressed ? undefined : resumable(job, file);
  const state = resumed ? JSON.parse(resumed.state) : reader.start(info);
  const window: LineWindow = { buffer: tools.buffer, held: 0, at: resumed?.offset ?? 0 };
  const stream = compressed ? zstdStream(file) : plainStream(file, window.at);
  let told = 0;
  for await (const _ of readLines(reader, state, info, stream, window, collector)) {
    if (collector.waiting() < PORTION_CALLS && stream.used() - told < PORTION_BYTES) continue;
    // Offsets into what a compressed file inflates to say nothing of the file: it is committed as a whole.
    const checkpoint = compressed ? undefined : checkpointOf(opened, window.at, state, 'partial');
    yield collector.take(stream.used() - told, checkpoint);
    told = stream.used();
  }
  const offset = compressed ? facts.size : window.at;
  yield collector.end(stream.used() - told, checkpointOf(opened, offset, state, 'whole'));
}

async function readDocument(opened: Opened, reader: DocumentReader): Promise<Portion> {
  const { job, file, facts, info, collector } = opened;
  const kept = job.previous?.parserVersion === job.source.parserVersion ? job.previous : undefined;
  const state = kept ? JSON.parse(kept.state) : reader.start(info);
  const bytes = await documentBytes(file, facts.size, reader.maxBytes);
  if (bytes) reader.read(bytes, state, info, collector.out);
  else collector.issue(0, 'LINE_TOO_LONG', `${reader.maxBytes}`);
  return collector.end(facts.size, checkpointOf(opened, facts.size, state, 'whole'));
}

/** The whole file, inflated; undefined when it is larger than `maxBytes`. */
const documentBytes = async (
  file: OpenFile,
  size: number,
  maxBytes: number,
): Promise<Uint8Array | undefined> => {
  if (size > maxBytes) return undefined;
  // One byte more than it should have: a file that grows under our hands is noticed.
  const raw = new Uint8Array(size + 1);
  const bytes = raw.subarray(0, readFully(file, raw, 0));
  if (!isZstd(bytes)) return bytes.length > maxBytes ? undefined : bytes;
  const stream = zstdStream(file);
  const inflated = new Uint8Array(maxBytes + 1);
  let held = 0;
  for (let got = -1; got !== 0 && held < inflated.length; held += got)
    got = await stream.read(inflated.subarray(held));
  return held > maxBytes ? undefined : inflated.subarray(0, held);
};

/** The checkpoint, if the bytes that it vouches for still stand before its offset. */
const resumable = (job: ReadJob, file: OpenFile): Checkpoint | undefined => {
  const { previous } = job;
  if (!previous || previous.offset === 0 || previous.parserVersion !== job.source.parserVersion)
    return undefined;
  if (contextOf(previous.fingerprint) !== contextOf(sealOf('', job.file))) return undefined;
  return contentOf(previous.fingerprint) === fingerprintOf(file, previous.offset) ? previous : undefined;
};

/**
 * `partial`: the file goes on after the offset. Its size is then recorded as what has been read, so that an import that
 * was interrupted here finds the file "grown" and goes on.
 */
const checkpointOf = (
  opened: Opened,
  offset: number,
  state: unknown,
  extent: 'partial' | 'whole',
): Checkpoint => {
  const { job, file, facts } = opened;
  return {
    source: job.source.id,
    path: job.realPath,
    parserVersion: job.source.parserVersion,
    device: facts.device,
    inode: facts.inode,
    size: extent === 'whole' ? facts.size : offset,
    modifiedAt: extent === 'whole' ? facts.modifiedAt : 0,
    offset,
    fingerprint: sealOf(fingerprintOf(file, offset), job.file),
    state: JSON.stringify(state),
  };
};

/** Codes that the inflater gives for what it cannot read. */
const BAD_COMPRESSION = /^(ZSTD_|Z_|ERR_ZSTD|ERR_ZLIB)/;

const issueCodeOf = (error: unknown): IssueCode => {
  const code = errnoOf(error);
  if (isMissing(error)) return 'VANISHED';
  if (code.startsWith('DATABASE_')) return code as IssueCode;
  return BAD_COMPRESSION.test(code) ? 'UNSUPPORTED_COMPRESSION' : 'UNREADABLE';
};
