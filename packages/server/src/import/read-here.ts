import type { ReadAll } from './importer.ts';
import type { Pricer } from './pricer.ts';
import { readFile } from './read-file.ts';
import type { ReadTools } from './read-job.ts';
import { newBuffer } from './read-lines.ts';

/** Reads and prices the files on this thread, one after the other, through one buffer. */
export const readHere = (tools: Omit<ReadTools, 'buffer'>, price: Pricer): ReadAll => {
  let withBuffer: ReadTools | undefined;
  return async function* (jobs, signal) {
    withBuffer ??= { ...tools, buffer: newBuffer() };
    for (const job of jobs) {
      for await (const portion of readFile(job, withBuffer)) {
        yield { job, portion: { ...portion, events: portion.events.map(price) } };
        if (signal?.aborted) return;
      }
    }
  };
};
