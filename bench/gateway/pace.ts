// A thread that says when the next call is due, evenly over time: timers of Node know whole milliseconds only, in each of
// which several calls would come at once.
import { parentPort, workerData } from 'node:worker_threads';

const { everyMs } = workerData as { readonly everyMs: number };
const cell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
for (let due = performance.now(); ; due += everyMs) {
  const left = due - performance.now();
  if (left > 0) Atomics.wait(cell, 0, 0, left);
  parentPort!.postMessage(0);
}
