import { rmSync } from 'node:fs';
import { type Fault, faultOf, type UsageEvent } from '@meterline/core';
import type { MeteredCall } from '@meterline/gateway';
import type { AppendResult } from '@meterline/store';
import {
  ADOPT_EVERY_MS,
  BATCH_CALLS,
  GATHER_MS,
  MAX_WAITING_CALLS,
  RETRY_FIRST_MS,
  RETRY_MAX_MS,
} from './limits.ts';
import type { Recorder, RecorderStats } from './recorder.ts';
import { leftSegments, openSpool, readSegment, type Segment, type Spool } from './spool.ts';

export interface RecorderOptions {
  /** Folder of the spool, inside the data folder. */
  readonly folder: string;
  /** Begins with the number of the process (`4711-…`), and is another for each of its threads and starts. */
  readonly owner: string;
  /** Whether that other owner is at work: what it has spooled is not ours to record. */
  readonly isAlive: (owner: string) => boolean;
  /** To the ledger, through its writer. Throws faults. */
  readonly append: (events: readonly UsageEvent[]) => Promise<AppendResult>;
  /** Quotas that came with calls. */
  readonly onQuota?: (quota: MeteredCall['quota']) => void;
}

/** Opens the spool, and begins with what an earlier process has left in it. */
export const createRecorder = (options: RecorderOptions): Recorder => new RunningRecorder(options);

interface Waiting {
  readonly event: UsageEvent;
  /** Undefined: it stands nowhere but here. */
  readonly segment: Segment | undefined;
}

class RunningRecorder implements Recorder {
  readonly #options: RecorderOptions;
  readonly #left: string[];
  readonly #spool: Spool;
  readonly #waiting: Waiting[] = [];
  /** Segments with calls that were too many to wait in memory. */
  readonly #overflow = new Map<Segment, number>();
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

  spool(call: MeteredCall): void {
    const segment = this.#write(call);
    if (this.#waiting.length < MAX_WAITING_CALLS) this.#waiting.push({ event: call.event, segment });
    else if (segment !== undefined) this.#overflow.set(segment, (this.#overflow.get(segment) ?? 0) + 1);
    else this.#lost += 1;
    if (call.quota.length > 0) this.#options.onQuota?.(call.quota);
    this.#start();
  }

  /** Undefined where the disk is full or the folder is gone: the ledger may still take it. */
  #write(call: MeteredCall): Segment | undefined {
    try {
      return this.#spool.write(call);
    } catch {
      return undefined;
    }
  }

  async record(events: readonly UsageEvent[]): Promise<AppendResult> {
    let counts = { added: 0, merged: 0, unchanged: 0 };
    for (let from = 0; from < events.length; from += BATCH_CALLS) {
      const result = await this.#options.append(events.slice(from, from + BATCH_CALLS));
      counts = {
        added: counts.added + result.added,
        merged: counts.merged + result.merged,
        unchanged: counts.unchanged + result.unchanged,
      };
    }
    this.#recorded += events.length;
    return counts;
  }

  stats(): RecorderStats {
    const overflow = [...this.#overflow.values()].reduce((sum, calls) => sum + calls, 0);
    return {
      waiting: this.#waiting.length + overflow,
      spoolBytes: this.#spool.bytes,
      recorded: this.#recorded,
      lost: this.#lost,
      fault: this.#fault,
    };
  }

  async flush(): Promise<void> {
    this.#isPressed = true;
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
    this.#wake();
    await this.#work;
    this.#spool.close();
  }

  #hasWork(): boolean {
    return this.#waiting.length > 0 || this.#left.length > 0 || this.#overflow.size > 0;
  }

  #start(): void {
    this.#work ??= this.#run().finally(() => {
      this.#work = undefined;
    });
  }

  /** One batch after the other until nothing waits; what cannot be written waits on. */
  async #run(): Promise<void> {
    // Calls that come close together go in one batch.
    if (!this.#isPressed) await this.#rest(GATHER_MS);
    while (this.#hasWork()) {
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
    const batch = this.#waiting.slice(0, BATCH_CALLS);
    if (batch.length === 0) return this.#recordOverflow();
    await this.#options.append(batch.map(({ event }) => event));
    this.#waiting.splice(0, batch.length);
    this.#recorded += batch.length;
    for (const { segment } of batch) if (segment !== undefined) this.#spool.acknowledge(segment);
  }

  async #recordLeft(path: string): Promise<void> {
    const calls = readSegment(path);
    for (const { quota } of calls) if (quota.length > 0) this.#options.onQuota?.(quota);
    await this.record(calls.map(({ event }) => event));
    rmSync(path, { force: true });
    this.#left.shift();
  }

  /** Calls of such a segment that are in the ledger already change nothing there. */
  async #recordOverflow(): Promise<void> {
    const [first] = this.#overflow;
    if (first === undefined) return;
    const [segment] = first;
    const calls = this.#spool.read(segment.path);
    const held = this.#overflow.get(segment)!;
    await this.record(calls.map(({ event }) => event));
    this.#overflow.delete(segment);
    for (let acknowledged = 0; acknowledged < held; acknowledged += 1) this.#spool.acknowledge(segment);
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
