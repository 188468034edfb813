import { rmSync } from 'node:fs';
import { type Fault, faultOf } from '@meterline/core';
import type { MeteredCall } from '@meterline/gateway';
import type { AppendResult } from '@meterline/store';
import {
  ADOPT_EVERY_MS,
  BATCH_CALLS,
  GATHER_MS,
  MAX_UNWRITTEN_CALLS,
  RETRY_FIRST_MS,
  RETRY_MAX_MS,
} from './limits.ts';
import type { CallBatch, Recorder, RecorderStats } from './recorder.ts';
import { leftSegments, openSpool, readLeft, type Spool } from './spool.ts';
import { spoolLine } from './spool-line.ts';

export interface RecorderOptions {
  /** Folder of the spool, inside the data folder. */
  readonly folder: string;
  /** Begins with the number of the process (`4711-…`), and is another for each of its threads and starts. */
  readonly owner: string;
  /** Whether that other owner is at work: what it has spooled is not ours to record. */
  readonly isAlive: (owner: string) => boolean;
  /** To the ledger, through its writer. Throws faults. */
  readonly append: (calls: CallBatch) => Promise<AppendResult>;
  /** Quotas that came with calls. */
  readonly onQuota?: (quota: MeteredCall['quota']) => void;
}

/** Opens the spool, and begins with what an earlier process has left in it. */
export const createRecorder = (options: RecorderOptions): Recorder => new RunningRecorder(options);

class RunningRecorder implements Recorder {
  readonly #options: RecorderOptions;
  readonly #left: string[];
  readonly #spool: Spool;
  /** Calls of this turn of the event loop, and who waits for them to be written. */
  readonly #turn: string[] = [];
  readonly #told: (() => void)[] = [];
  /** Lines that no disk has taken. */
  readonly #unwritten: string[] = [];
  #work: Promise<void> | undefined;
  #retryMs = RETRY_FIRST_MS;
  #recorded = 0;
  #lost = 0;
  #fault: Fault | null = null;
  #closed = false;
  /** Somebody waits for what waits: nothing is gathered. */
  #isPressed = false;
  #wake: () => void = () => {};
  readonly #adopting: NodeJS.Timeout;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#left = [...this.#leftNow()];
    this.#spool = openSpool(options.folder, options.owner);
    this.#adopting = setInterval(() => this.adopt(), ADOPT_EVERY_MS).unref();
    this.#start();
  }

  adopt(): void {
    if (this.#closed) return;
    const left = this.#leftNow().filter((path) => !this.#left.includes(path));
    this.#left.push(...left);
    if (left.length > 0) this.#start();
  }

  #leftNow(): readonly string[] {
    const { folder, owner, isAlive } = this.#options;
    return leftSegments(folder, (other) => other === owner || isAlive(other));
  }

  spool({ event, quota }: MeteredCall, done: () => void): void {
    if (this.#turn.push(spoolLine(event)) === 1) setImmediate(this.#writeTurn);
    this.#told.push(done);
    if (quota.length > 0) this.#options.onQuota?.(quota);
  }

  readonly #writeTurn = (): void => {
    const lines = this.#turn.splice(0);
    if (lines.length === 0) return;
    try {
      this.#spool.write(lines.join(''), lines.length);
    } catch {
      // The disk is full or the folder is gone: the ledger may still take them.
      const taken = lines.slice(0, MAX_UNWRITTEN_CALLS - this.#unwritten.length);
      this.#unwritten.push(...taken);
      this.#lost += lines.length - taken.length;
    }
    for (const done of this.#told.splice(0)) done();
    this.#start();
  };

  async record(calls: CallBatch): Promise<AppendResult> {
    let counts = NOTHING;
    for (const batch of batchesOf(calls)) counts = sumOf(counts, await this.#append(batch));
    return counts;
  }

  async #append(calls: CallBatch): Promise<AppendResult> {
    const result = await this.#options.append(calls);
    this.#recorded += result.added + result.merged + result.unchanged;
    return result;
  }

  stats(): RecorderStats {
    return {
      waiting: this.#turn.length + this.#spool.waiting + this.#unwritten.length,
      spoolBytes: this.#spool.bytes,
      recorded: this.#recorded,
      lost: this.#lost,
      fault: this.#fault,
    };
  }

  async flush(): Promise<void> {
    this.#isPressed = true;
    this.#writeTurn();
    this.#wake();
    while (this.#hasWork()) {
      this.#start();
      await this.#work;
    }
    this.#isPressed = false;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#isPressed = true;
    clearInterval(this.#adopting);
    this.#writeTurn();
    this.#wake();
    await this.#work;
    this.#spool.close();
  }

  #hasWork(): boolean {
    return this.#left.length > 0 || this.#unwritten.length > 0 || this.#spool.waiting > 0;
  }

  #isBehind(): boolean {
    return this.#left.length > 0 || this.#unwritten.length > 0 || this.#spool.segments > 1;
  }

  #start(): void {
    this.#work ??= this.#run().finally(() => {
      this.#work = undefined;
    });
  }

  /** One batch after the other until nothing waits; what cannot be written waits on. */
  async #run(): Promise<void> {
    while (this.#hasWork()) {
      // Calls that come close together go in one batch, unless there is a whole one already.
      if (!this.#isPressed && !this.#isBehind()) await this.#rest(GATHER_MS);
      try {
        await this.#step();
        this.#fault = null;
        this.#retryMs = RETRY_FIRST_MS;
      } catch (error) {
        this.#fault = faultOf(error) ?? { code: 'INTERNAL', message: 'Calls wait to be recorded.' };
        if (this.#closed) return;
        await this.#rest(this.#retryMs);
        this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
      }
    }
  }

  async #step(): Promise<void> {
    if (this.#left.length > 0) return this.#recordLeft(this.#left[0]!);
    if (this.#unwritten.length > 0) return this.#recordUnwritten();
    const part = this.#spool.next();
    if (part === undefined) return;
    await this.#append(part.lines);
    this.#spool.acknowledge(part);
  }

  async #recordLeft(path: string): Promise<void> {
    await this.#append(readLeft(path));
    rmSync(path, { force: true });
    this.#left.shift();
  }

  async #recordUnwritten(): Promise<void> {
    const lines = this.#unwritten.slice(0, BATCH_CALLS);
    await this.#append(new TextEncoder().encode(lines.join('')));
    this.#unwritten.splice(0, lines.length);
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

const NOTHING: AppendResult = { added: 0, merged: 0, unchanged: 0 };

const sumOf = (a: AppendResult, b: AppendResult): AppendResult => ({
  added: a.added + b.added,
  merged: a.merged + b.merged,
  unchanged: a.unchanged + b.unchanged,
});

/** Lines are of one segment, and go as they are. */
function* batchesOf(calls: CallBatch): Generator<CallBatch> {
  if (calls instanceof Uint8Array) yield calls;
  else
    for (let from = 0; from < calls.length; from += BATCH_CALLS) yield calls.slice(from, from + BATCH_CALLS);
}
