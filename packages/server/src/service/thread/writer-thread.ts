import { Worker } from 'node:worker_threads';
import { type Fault, MeterlineError } from '@meterline/core';
import { WRITER_STOP_MS } from '../limits.ts';
import type { StartWriter } from '../writer.ts';
import type { Answers, FromWriter, Question, ToWriter, WriterStart } from './messages.ts';

/** Program of the thread; `scripts/build.ts` names the bundle's own. */
export const WRITER_ENTRY = new URL('./writer-entry.ts', import.meta.url);

export interface WriterThreadOptions {
  readonly entry: URL;
  readonly start: WriterStart;
  /** Environment of the thread: sources look there for their folders. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** A writer on a thread of its own. When the thread dies without having been stopped, `died` is the last news. */
export const writerThread =
  (options: WriterThreadOptions): StartWriter =>
  (onNews) => {
    const thread = startThread(options);
    const ask = asker(thread);
    let stopping = false;
    thread.onMessage((message) => {
      if (message.kind === 'news') onNews(message.news);
      else if (message.kind === 'stopped') void thread.end();
    });
    const gone = thread.gone.then((reason) => {
      if (!stopping) onNews({ kind: 'died', reason });
    });
    return {
      scan: () => thread.say({ kind: 'scan' }),
      reprice: (request) => ask({ kind: 'reprice', request }),
      append: (calls) => ask({ kind: 'append', calls }),
      importFile: (request) => ask({ kind: 'importFile', request }),
      changeNote: (change) => ask({ kind: 'changeNote', change }),
      followChanges: (since) => ask({ kind: 'followChanges', since }),
      stop: async () => {
        stopping = true;
        thread.say({ kind: 'stop' });
        await endWithin(WRITER_STOP_MS, gone, thread);
      },
    };
  };

interface Thread {
  say(message: ToWriter): void;
  onMessage(listener: (message: FromWriter) => void): void;
  /** Resolves when the thread has ended, by itself or not, with what ended it. */
  readonly gone: Promise<string>;
  end(): Promise<unknown>;
}

const startThread = ({ entry, start, variables }: WriterThreadOptions): Thread => {
  const worker = new Worker(entry, { workerData: start, env: { ...variables } });
  const gone = new Promise<string>((resolve) => {
    let reason: string | undefined;
    // An error ends the thread as well: the exit follows.
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.name : typeof error;
    });
    worker.on('exit', (status) => resolve(reason ?? `status ${status}`));
  });
  return {
    say: (message) => worker.postMessage(message, handedOver(message)),
    onMessage: (listener) => worker.on('message', listener),
    gone,
    end: () => worker.terminate(),
  };
};

/** Calls that come as bytes are not copied, where the bytes are all that there is in their buffer. */
const handedOver = (message: ToWriter): readonly ArrayBuffer[] => {
  if (message.kind !== 'ask' || message.question.kind !== 'append') return [];
  const { calls } = message.question;
  return calls instanceof Uint8Array && calls.length === calls.buffer.byteLength ? [calls.buffer] : [];
};

type Ask = <Q extends Question>(question: Q) => Promise<Answers[Q['kind']]>;

/** Questions and answers by number; when the thread ends, what it has not answered is refused. */
const asker = (thread: Thread): Ask => {
  const asked = new Map<number, Answering>();
  let last = 0;
  let over = false;
  thread.onMessage((message) => {
    if (message.kind === 'answer') settle(asked, message.ask)?.resolve(message.result);
    else if (message.kind === 'refused')
      settle(asked, message.ask)?.reject(new MeterlineError(message.fault));
  });
  void thread.gone.then(() => {
    over = true;
    for (const ask of [...asked.keys()]) settle(asked, ask)?.reject(new MeterlineError(ENDED));
  });
  return (question) =>
    new Promise((resolve, reject) => {
      if (over) return reject(new MeterlineError(ENDED));
      asked.set(++last, { resolve: resolve as Answering['resolve'], reject });
      thread.say({ kind: 'ask', ask: last, question });
    });
};

interface Answering {
  readonly resolve: (result: Answers[Question['kind']]) => void;
  readonly reject: (error: Error) => void;
}

const settle = (asked: Map<number, Answering>, ask: number): Answering | undefined => {
  const answering = asked.get(ask);
  asked.delete(ask);
  return answering;
};

const ENDED: Fault = {
  code: 'LEDGER_LOCKED',
  message: 'The thread that writes the ledger has ended before it was done.',
  hint: 'It is started again by itself; what was done stays done. Try again in a moment.',
};

/** A thread that does not end by itself is ended: a transaction that was not committed was never there. */
const endWithin = async (ms: number, gone: Promise<void>, thread: Thread): Promise<void> => {
  const timer = setTimeout(() => void thread.end(), ms);
  await gone;
  clearTimeout(timer);
};
