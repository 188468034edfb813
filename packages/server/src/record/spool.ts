import {
  closeSync,
  fdatasync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from '../config/private-file.ts';
import { isMissing } from '../files/files.ts';
import { SEGMENT_BYTES, SYNC_AFTER_MS } from './limits.ts';

/**
 * Calls that are on their way to the ledger, in files of their own, from which they are read again:
 *
 *     spool/OWNER-000001.calls   every call of it acknowledged: removed
 *     spool/OWNER-000002.calls   ██████████████░░░░░░  acknowledged up to here, the rest waits
 *     spool/OWNER-000003.calls   written to
 */
export interface Spool {
  /** Appends whole lines; when it returns the operating system has them. Throws what `fs` throws. */
  write(lines: string, calls: number): void;
  /** What was written first of all that waits, at most a segment of it. Throws what `fs` throws. */
  next(): SpoolPart | undefined;
  /** The ledger has what `next` gave. */
  acknowledge(part: SpoolPart): void;
  /** Calls that are not acknowledged. */
  readonly waiting: number;
  readonly bytes: number;
  /** Files that are not removed yet; with several, the first is full. */
  readonly segments: number;
  /** What waits stays in its files. */
  close(): void;
}

export interface SpoolPart {
  /** Its buffer is nobody else's. */
  readonly lines: Uint8Array<ArrayBuffer>;
  /** Where it ends in its segment. */
  readonly upTo: number;
  readonly calls: number;
}

interface Segment {
  readonly path: string;
  readonly file: number;
  size: number;
  calls: number;
  /** Of these … */
  doneBytes: number;
  /** … the ledger has so many. */
  doneCalls: number;
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

/** Lines of a segment that was left. One that another process has recorded and removed meanwhile has none. */
export const readLeft = (path: string): Uint8Array<ArrayBuffer> => {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (isMissing(error)) return new Uint8Array();
    throw error;
  }
};

/** @param owner Begins with the number of the process; another for each of its threads and starts. */
export const openSpool = (folder: string, owner: string): Spool => new OpenSpool(folder, owner);

class OpenSpool implements Spool {
  readonly #folder: string;
  readonly #owner: string;
  /** The last one is written to. */
  readonly #segments: Segment[] = [];
  #number = 0;
  #syncing: NodeJS.Timeout | undefined;
  waiting = 0;
  bytes = 0;

  constructor(folder: string, owner: string) {
    this.#folder = folder;
    this.#owner = owner;
  }

  write(lines: string, calls: number): void {
    const target = this.#target();
    const size = Buffer.byteLength(lines);
    if (writeSync(target.file, lines) < size) {
      // A disk that has become full takes a part: it is taken back, or what comes next would stand in a line with it.
      ftruncateSync(target.file, target.size);
      throw new Error('The disk is full.');
    }
    target.size += size;
    target.calls += calls;
    this.bytes += size;
    this.waiting += calls;
    this.#sync(target);
  }

  next(): SpoolPart | undefined {
    const [first] = this.#segments;
    if (first === undefined || first.calls === first.doneCalls) return undefined;
    const lines = new Uint8Array(first.size - first.doneBytes);
    readSync(first.file, lines, 0, lines.length, first.doneBytes);
    return { lines, upTo: first.size, calls: first.calls - first.doneCalls };
  }

  acknowledge({ upTo, calls }: SpoolPart): void {
    const first = this.#segments[0]!;
    first.doneBytes = upTo;
    first.doneCalls += calls;
    this.waiting -= calls;
    this.#removeDone();
  }

  get segments(): number {
    return this.#segments.length;
  }

  close(): void {
    clearTimeout(this.#syncing);
    for (const segment of this.#segments.splice(0)) this.#end(segment);
  }

  #target(): Segment {
    const open = this.#segments.at(-1);
    if (open !== undefined && open.size < SEGMENT_BYTES) return open;
    makePrivateFolder(this.#folder);
    this.#number += 1;
    const name = `${this.#owner}-${String(this.#number).padStart(NUMBER_DIGITS, '0')}${SUFFIX}`;
    const path = join(this.#folder, name);
    const next = { path, file: openSync(path, 'ax+', 0o600), size: 0, calls: 0, doneBytes: 0, doneCalls: 0 };
    this.#segments.push(next);
    this.#removeDone();
    return next;
  }

  /** Segments that are written to no more, and of which the ledger has every call. */
  #removeDone(): void {
    while (this.#segments.length > 1 && this.#segments[0]!.doneCalls === this.#segments[0]!.calls)
      this.#end(this.#segments.shift()!);
  }

  #end(segment: Segment): void {
    closeSync(segment.file);
    if (segment.doneCalls < segment.calls) return;
    rmSync(segment.path, { force: true });
    this.bytes -= segment.size;
  }

  /** Calls that come close together share a sync. A file that was closed meanwhile is gone with its calls. */
  #sync({ file }: Segment): void {
    this.#syncing ??= setTimeout(() => {
      this.#syncing = undefined;
      fdatasync(file, () => {});
    }, SYNC_AFTER_MS).unref();
  }
}
