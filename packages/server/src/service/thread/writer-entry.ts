import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type Fault, faultOf } from '@meterline/core';
import type { World } from '../../meterline.ts';
import { openMeterline } from '../../open.ts';
import { startWriteLoop } from '../write-loop.ts';
import type { Answers, FromWriter, Question, ToWriter, WriterStart } from './messages.ts';

/**
 * The writer's thread: imports and watches while the other thread answers pages. A composition root of its own, since
 * a clock cannot be sent to a thread: it reads the real one, and the variables that its starter gave it.
 */
const port = parentPort;
if (!port) throw new TypeError('writer-entry runs as a worker thread');
const start = workerData as WriterStart;

/**
 * Recording can wait for a moment; whoever waits for an answer, of a page or through the gateway, cannot. At 5 it still
 * gets a quarter of a core that the other thread keeps busy, which is twice what it needs for all calls that fit through.
 */
const WRITER_NICENESS = 5;
try {
  // Only on Linux a thread has a priority of its own: elsewhere this would be that of the whole process.
  if (start.platform === 'linux') setPriority(0, WRITER_NICENESS);
} catch {
  // A sandbox may forbid it.
}

const world: World = {
  env: {
    platform: start.platform,
    home: start.userHome,
    get: (name) => process.env[name]?.trim() || undefined,
  },
  clock: Date.now,
  random: Math.random,
};
const say = (message: FromWriter): void => port.postMessage(message);

const writer = startWriteLoop(
  {
    watch: start.watch,
    imports: start.imports,
    open: () =>
      openMeterline(world, {
        home: start.home,
        ...(start.zone === undefined ? {} : { zone: start.zone }),
      }),
  },
  (news) => say({ kind: 'news', news }),
);

port.on('message', (message: ToWriter) => {
  if (message.kind === 'scan') writer.scan();
  else if (message.kind === 'ask') void answer(message);
  else void stop();
});

const answer = async ({ ask, question }: Extract<ToWriter, { kind: 'ask' }>): Promise<void> => {
  try {
    say({ kind: 'answer', ask, result: await resultOf(question) });
  } catch (error) {
    say({ kind: 'refused', ask, fault: faultOf(error) ?? internalFault(error) });
  }
};

const resultOf = (question: Question): Promise<Answers[Question['kind']]> => {
  switch (question.kind) {
    case 'append':
      return writer.append(question.calls);
    case 'reprice':
      return writer.reprice(question.request);
    case 'importFile':
      return writer.importFile(question.request);
    case 'changeNote':
      return writer.changeNote(question.change);
    case 'followChanges':
      return writer.followChanges(question.since).then(() => undefined);
  }
};

const stop = async (): Promise<void> => {
  await writer.stop();
  say({ kind: 'stopped' });
  port.close();
};

const internalFault = (error: unknown): Fault => ({
  code: 'INTERNAL',
  message: `The writer met ${error instanceof Error ? error.name : 'an error'}.`,
});
