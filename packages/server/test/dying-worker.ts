import { parentPort } from 'node:worker_threads';

/** A worker that takes its work and dies of it. */
parentPort?.once('message', () => {
  throw new Error('gone');
});
