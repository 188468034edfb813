import { availableParallelism } from 'node:os';
import type { Looking } from './discover.ts';
import type { ReadAll } from './importer.ts';
import { MAX_WORKERS, WORKER_THRESHOLD_BYTES } from './limits.ts';
import type { Pricer } from './pricer.ts';
import { readHere } from './read-here.ts';
import type { WorkerStart } from './worker/messages.ts';
import { readInWorkers } from './worker/read-in-workers.ts';

export interface Reading {
  readonly looking: Looking;
  readonly price: Pricer;
  readonly start: WorkerStart;
  /** The worker's program; undefined when files must be read on this thread. */
  readonly entry: URL | undefined;
}

/** The worker as it lies in the source tree. */
export const WORKER_ENTRY = new URL('./worker/import-worker.ts', import.meta.url);

/** Chooses where files are read: here, or for a large cold import in worker threads. `workers` is the caller's wish. */
export const readAuto = (reading: Reading, workers: number | undefined): ReadAll => {
  const here = readHere(reading.looking, reading.price);
  return (jobs, signal) => {
    const bytes = jobs.reduce((sum, job) => sum + job.size, 0);
    const count = Math.min(workers ?? worthwhileWorkers(bytes), jobs.length, MAX_WORKERS);
    if (count === 0 || !reading.entry) return here(jobs, signal);
    return readInWorkers({ workers: count, entry: reading.entry, start: reading.start, here })(jobs, signal);
  };
};

/** One thread appends; the others read. */
const worthwhileWorkers = (bytes: number): number =>
  bytes < WORKER_THRESHOLD_BYTES ? 0 : Math.max(1, availableParallelism() - 1);
