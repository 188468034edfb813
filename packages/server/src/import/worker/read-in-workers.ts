import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { FilePortion, ReadAll } from '../importer.ts';
import type { ReadJob } from '../read-job.ts';
import { unpackEvents } from './event-codec.ts';
import type { FromWorker, JobMessage, ToWorker, WorkerStart } from './messages.ts';
import { OWN_JOB_BYTES, STOCK_BYTES, STOCK_FILES, WORKER_SEMI_SPACE_MB } from './parcel-limits.ts';

export interface WorkerOptions {
  readonly workers: number;
  /** The worker's program; a bundle names its own. */
  readonly entry: URL;
  readonly start: WorkerStart;
  /** Reads on this thread: small files while no worker has sent anything, and what a worker that died has left. */
  readonly here: ReadAll;
}

/**
 * Reads files in worker threads. Portions of one file come in order, files in any order. A worker that cannot start or
 * dies loses nothing: its unfinished files are read on this thread, and identity keys keep what it had sent from
 * counting twice.
 */
export const readInWorkers = (options: WorkerOptions): ReadAll =>
  async function* (jobs, signal) {
    const pool = new Pool(jobs, options);
    try {
      while (!signal?.aborted && !pool.finished()) {
        const parcel = pool.parcel();
        if (parcel) {
          yield* portionsOf(parcel, jobs);
          pool.taken(parcel);
          continue;
        }
        // What the workers have sent comes in only now: their parcels go before reading here.
        await nextTurn();
        if (pool.waiting()) continue;
        const own = pool.smallJob();
        if (own) yield* options.here([own], signal);
        else await pool.news();
      }
    } finally {
      await pool.end();
    }
    const left = pool.unfinished();
    if (left.length > 0 && !signal?.aborted) yield* options.here(left, signal);
  };

interface Parcel {
  readonly message: FromWorker;
  readonly hand: Hand;
}

/** A worker and what it has been given. */
interface Hand {
  readonly worker: Worker;
  readonly unfinished: Set<number>;
  /** Bytes of the unfinished files. */
  bytes: number;
  gone: boolean;
}

function* portionsOf({ message }: Parcel, jobs: readonly ReadJob[]): Generator<FilePortion> {
  const events = unpackEvents(message.events);
  let from = 0;
  for (const { job, eventCount, ...rest } of message.portions) {
    const to = from + eventCount;
    yield { job: jobs[job]!, portion: { ...rest, events: events.slice(from, to) } };
    from = to;
  }
}

class Pool {
  readonly #jobs: readonly ReadJob[];
  readonly #hands: Hand[] = [];
  readonly #parcels: Parcel[] = [];
  #nextJob = 0;
  #wake: () => void = () => {};

  constructor(jobs: readonly ReadJob[], { workers, entry, start }: WorkerOptions) {
    this.#jobs = jobs;
    for (let i = 0; i < workers; i++) this.#hire(entry, start);
  }

  /** All is read, or no worker is left. */
  finished(): boolean {
    return this.#parcels.length === 0 && this.#hands.every((hand) => hand.gone || this.#isIdle(hand));
  }

  /** Whether there is something else to do than to read: a parcel, or the end. */
  waiting(): boolean {
    return this.#parcels.length > 0 || this.finished();
  }

  /** The oldest parcel that waits. */
  parcel(): Parcel | undefined {
    return this.#parcels.shift();
  }

  /** Resolves when a parcel has come or a worker has gone. */
  news(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** A file that this thread can read between two parcels without keeping them waiting. */
  smallJob(): ReadJob | undefined {
    const job = this.#jobs[this.#nextJob];
    if (!job || job.size > OWN_JOB_BYTES) return undefined;
    this.#nextJob++;
    return job;
  }

  /** What a parcel held has been dealt with: its worker may send another. */
  taken({ hand }: Parcel): void {
    if (!hand.gone) hand.worker.postMessage({ kind: 'taken' } satisfies ToWorker);
  }

  unfinished(): readonly ReadJob[] {
    const given = this.#hands.flatMap((hand) => [...hand.unfinished]);
    return [...given.map((job) => this.#jobs[job]!), ...this.#jobs.slice(this.#nextJob)];
  }

  async end(): Promise<void> {
    await Promise.all(this.#hands.map((hand) => hand.worker.terminate()));
  }

  #hire(entry: URL, start: WorkerStart): void {
    // Read when a thread's heap is made; the heaps that are there already stay as they are.
    setFlagsFromString(`--min-semi-space-size=${WORKER_SEMI_SPACE_MB}`);
    const worker = new Worker(entry, {
      workerData: start,
      // Two halves, and as much again for large objects.
      resourceLimits: { maxYoungGenerationSizeMb: 3 * WORKER_SEMI_SPACE_MB },
    });
    const hand: Hand = { worker, unfinished: new Set(), bytes: 0, gone: false };
    const leave = (): void => {
      hand.gone = true;
      this.#wake();
    };
    worker.on('message', (message: FromWorker) => this.#receive(hand, message));
    worker.on('error', leave);
    worker.on('exit', leave);
    this.#hands.push(hand);
    this.#supply(hand);
  }

  #receive(hand: Hand, message: FromWorker): void {
    for (const { job, last } of message.portions) {
      if (!last) continue;
      hand.unfinished.delete(job);
      hand.bytes -= this.#jobs[job]!.size;
    }
    this.#parcels.push({ message, hand });
    this.#supply(hand);
    this.#wake();
  }

  /** Keeps a worker's stock up; small files are given by the handful. */
  #supply(hand: Hand): void {
    const jobs: JobMessage[] = [];
    while (
      this.#nextJob < this.#jobs.length &&
      hand.unfinished.size < STOCK_FILES &&
      hand.bytes < STOCK_BYTES
    ) {
      const job = this.#nextJob++;
      const { source, file, realPath, previous, size } = this.#jobs[job]!;
      jobs.push({ job, source: source.id, file, realPath, size, ...(previous ? { previous } : {}) });
      hand.unfinished.add(job);
      hand.bytes += size;
    }
    if (jobs.length > 0) hand.worker.postMessage({ kind: 'jobs', jobs } satisfies ToWorker);
  }

  #isIdle(hand: Hand): boolean {
    return hand.unfinished.size === 0 && this.#nextJob >= this.#jobs.length;
  }
}
