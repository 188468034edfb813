import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { compileBook, type PricedEvent } from '@meterline/core';
import { sourceById } from '@meterline/sources';
import { nodeFiles } from '../../files/node-files.ts';
import { databaseOpener } from '../../files/open-database.ts';
import type { Portion } from '../portion.ts';
import { makePricer } from '../pricer.ts';
import { readFile } from '../read-file.ts';
import type { ReadTools } from '../read-job.ts';
import { newBuffer } from '../read-lines.ts';
import { packEvents } from './event-codec.ts';
import type { FromWorker, JobMessage, PackedPortion, ToWorker, WorkerStart } from './messages.ts';
import { MAX_MESSAGES_AHEAD, PARCEL_CALLS, PARCEL_FILES } from './parcel-limits.ts';

/**
 * A worker thread of a cold import: reads and prices files and sends what they hold in parcels. It runs ahead of the
 * ledger by a few parcels only, so that memory stays flat however slow the disk is.
 */
const port = parentPort;
if (!port) throw new TypeError('import-worker runs as a worker thread');
const { book, overrides, config } = workerData as WorkerStart;
const price = makePricer(compileBook(book, overrides), config);
const tools: ReadTools = { files: nodeFiles, openDatabase: databaseOpener(nodeFiles), buffer: newBuffer() };

const queue: JobMessage[] = [];
let working = false;
let ahead = 0;
let parcel: { portions: PackedPortion[]; events: PricedEvent[]; finished: number } = emptyParcel();

function emptyParcel() {
  return { portions: [], events: [], finished: 0 };
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'taken') ahead--;
  else {
    queue.push(...message.jobs);
    if (!working) void work();
  }
});

const work = async (): Promise<void> => {
  working = true;
  // Further files may come while the last parcel waits to be taken, so the queue is looked at again after it.
  while (queue.length > 0) {
    for (let job = queue.shift(); job; job = queue.shift()) await readJob(job);
    await send();
  }
  working = false;
};

const readJob = async ({ source: id, job, ...rest }: JobMessage): Promise<void> => {
  const source = sourceById(id);
  if (!source) throw new TypeError(`no source ${id}`);
  for await (const portion of readFile({ source, ...rest }, tools)) {
    put(job, portion);
    if (parcel.events.length >= PARCEL_CALLS || parcel.finished >= PARCEL_FILES) await send();
  }
};

const put = (job: number, portion: Portion): void => {
  const { events, ...rest } = portion;
  for (const event of events) parcel.events.push(price(event));
  parcel.portions.push({ ...rest, job, eventCount: events.length });
  parcel.finished += Number(portion.last);
};

const send = async (): Promise<void> => {
  if (parcel.portions.length === 0) return;
  const { portions, events } = parcel;
  parcel = emptyParcel();
  const packed = packEvents(events);
  const message: FromWorker = { portions, events: packed };
  ahead++;
  port.postMessage(message, [packed.rows.buffer]);
  while (ahead >= MAX_MESSAGES_AHEAD) await once(port, 'message');
};
