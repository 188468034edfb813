import { closeSync, fdatasync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { MeteredCall } from '@meterline/gateway';
import { makePrivateFolder } from '../config/private-file.ts';
import { isMissing } from '../files/files.ts';
import { SEGMENT_BYTES, SYNC_AFTER_MS } from './limits.ts';
import { callOfLine, spoolLine } from './spool-line.ts';

/**
 * Calls that are on their way to the ledger, in files of their own:
 *
 *     spool/OWNER-000001.calls   every call of it acknowledged: removed
 *     spool/OWNER-000002.calls   waits for some
 *     spool/OWNER-000003.calls   written to
 */
export interface Spool {
  /** Appends; when it returns the operating system has it. Gives the segment that it stands in. Throws what `fs` throws. */
  write(call: MeteredCall): Segment;
  /** One call of the segment is in the ledger. */
  acknowledge(segment: Segment): void;
  /** Calls of a segment, read again. */
  read(path: string): readonly MeteredCall[];
  readonly bytes: number;
  close(): void;
}

export interface Segment {
  readonly path: string;
  /** Calls that are not acknowledged yet. */
  waiting: number;
}

interface OpenSegment extends Segment {
  readonly file: number;
  size: number;
}

const SUFFIX = '.calls';
const NUMBER_DIGITS = 6;

/**
 * Segments that an owner has left: their calls may or may not be in the ledger. Those of an owner that is still at work
 * are its own business.
 */
export const leftSegments = (folder: string, isAlive: (owner: string) => boolean): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(SUFFIX) && !isAlive(ownerOf(name)))
      .sort()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
};

/** `4711-abc-000001.calls` → `4711-abc` */
const ownerOf = (name: string): string => name.slice(0, -(SUFFIX.length + NUMBER_DIGITS + 1));

/** @param owner Begins with the number of the process; another for each of its threads and starts. */
export const openSpool = (folder: string, owner: string): Spool => {
  let number = 0;
  let open: OpenSegment | undefined;
  let bytes = 0;
  let syncing: NodeJS.Timeout | undefined;
  const segment = (): OpenSegment => {
    if (open !== undefined && open.size < SEGMENT_BYTES) return open;
    const full = open;
    makePrivateFolder(folder);
    number += 1;
    const path = join(folder, `${owner}-${String(number).padStart(NUMBER_DIGITS, '0')}${SUFFIX}`);
    open = { path, waiting: 0, size: 0, file: openSync(path, 'ax', 0o600) };
    if (full !== undefined) finish(full);
    return open;
  };
  /** Nothing more is written to it: it goes when nothing waits in it. */
  const finish = (full: OpenSegment): void => {
    closeSync(full.file);
    if (full.waiting === 0) remove(full);
  };
  const remove = ({ path, size }: OpenSegment): void => {
    rmSync(path, { force: true });
    bytes -= size;
  };
  const sync = ({ file }: OpenSegment): void => {
    // Calls that come close together share a sync. A file that was closed meanwhile is gone with its calls.
    syncing ??= setTimeout(() => {
      syncing = undefined;
      fdatasync(file, () => {});
    }, SYNC_AFTER_MS).unref();
  };
  return {
    write: (call) => {
      const line = Buffer.from(spoolLine(call));
      const target = segment();
      writeSync(target.file, line);
      target.size += line.length;
      target.waiting += 1;
      bytes += line.length;
      sync(target);
      return target;
    },
    acknowledge: (target) => {
      target.waiting -= 1;
      if (target.waiting === 0 && target !== open) remove(target as OpenSegment);
    },
    read: readSegment,
    get bytes() {
      return bytes;
    },
    close: () => {
      clearTimeout(syncing);
      if (open !== undefined) finish(open);
      open = undefined;
    },
  };
};

/**
 * A line that is not whole is the last one, cut by a kill while it was written: its answer had not ended. A segment that
 * another process has recorded and removed meanwhile has none.
 */
export const readSegment = (path: string): readonly MeteredCall[] =>
  textOf(path)
    .split('\n')
    .flatMap((line) => callOfLine(line) ?? []);

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
};
