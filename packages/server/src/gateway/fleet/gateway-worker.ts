import { createServer } from 'node:http';
import { type Fault, MeterlineError, type Result } from '@meterline/core';
import { createPassThrough } from '@meterline/gateway';
import type { AppendResult } from '@meterline/store';
import { closerOf } from '../../http/close-server.ts';
import { gatewayFront } from '../../http/gateway-front.ts';
import { listen } from '../../http/listen.ts';
import { hostGuard, originGuard } from '../../http/request-guards.ts';
import { createRecorder } from '../../record/create-recorder.ts';
import type { CallBatch, Recorder } from '../../record/recorder.ts';
import { type GatewaySlot, openGatewaySlot } from '../gateway-slot.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

/**
 * One of several processes that share the gateway's port: it meters, has a spool of its own, and hands its calls to the
 * one process that writes the ledger. A composition root of its own, like the writer's thread.
 */
const say = (message: FromWorker): void => {
  // A primary that is gone is told nothing: what is in the spool is recorded at the next start.
  if (process.connected) process.send?.(message, () => {});
};

interface Answering {
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: Error) => void;
}

const asked = new Map<number, Answering>();
let asks = 0;
const append = (calls: CallBatch): Promise<AppendResult> =>
  new Promise((resolve, reject) => {
    asks += 1;
    asked.set(asks, { resolve, reject });
    say({ kind: 'append', ask: asks, calls });
  });

const settle = (ask: number, act: (answering: Answering) => void): void => {
  const answering = asked.get(ask);
  asked.delete(ask);
  if (answering !== undefined) act(answering);
};

interface Running {
  readonly slot: GatewaySlot;
  stop(milliseconds: number): Promise<void>;
}

let running: Running | undefined;
const settingsListeners = new Set<() => void>();

const open = async (start: WorkerStart): Promise<Result<Running>> => {
  const recorder = createRecorder({
    folder: `${start.home}/spool`,
    owner: start.owner,
    // What others have left is the primary's.
    isAlive: () => true,
    append,
    onQuota: (quota) => say({ kind: 'quota', quota }),
  });
  const slot = openGatewaySlot({
    world: worldOf(start),
    home: start.home,
    recorder,
    exposed: start.exposed,
    onSettings: (listener) => {
      settingsListeners.add(listener);
      return () => settingsListeners.delete(listener);
    },
  });
  if (!slot.ok) return slot;
  const served = await serveFront(start, slot.value);
  if (!served.ok) return served;
  const { value: closeFront } = served;
  return {
    ok: true,
    value: { slot: slot.value, stop: (ms) => stopAll(slot.value, recorder, closeFront, ms) },
  };
};

const worldOf = ({ platform, userHome }: WorkerStart) => ({
  env: {
    platform: platform as NodeJS.Platform,
    home: userHome,
    get: (name: string) => process.env[name]?.trim() || undefined,
  },
  clock: Date.now,
  random: Math.random,
});

type CloseFront = (milliseconds: number) => Promise<void>;

const serveFront = async (start: WorkerStart, slot: GatewaySlot): Promise<Result<CloseFront>> => {
  const inner = createPassThrough(start.inner);
  const front = gatewayFront(slot, [hostGuard(start.host), originGuard]);
  const server = createServer(front.serverOptions, (request, response) => {
    if (!front.takes(request, response)) inner.handle(request, response);
  });
  front.watch(server);
  const close = closerOf(server);
  const listening = await listen(server, start.host, start.port, true);
  if (!listening.ok) return listening;
  return {
    ok: true,
    value: async (milliseconds) => {
      await close(milliseconds);
      await inner.close();
    },
  };
};

const FLUSH_MS = 3000;

const stopAll = async (
  slot: GatewaySlot,
  recorder: Recorder,
  closeFront: CloseFront,
  milliseconds: number,
): Promise<void> => {
  const closed = closeFront(milliseconds);
  await slot.stop(milliseconds);
  await closed;
  // Without a primary nobody takes them: they wait in their file.
  const timer = new Promise((resolve) => setTimeout(resolve, process.connected ? FLUSH_MS : 0));
  await Promise.race([recorder.flush(), timer]);
  for (const ask of [...asked.keys()]) settle(ask, ({ reject }) => reject(new MeterlineError(GONE)));
  await recorder.close();
};

const GONE: Fault = { code: 'LEDGER_LOCKED', message: 'The process that writes the ledger has ended.' };

const start = async (given: WorkerStart): Promise<void> => {
  const opened = await open(given);
  if (opened.ok) running = opened.value;
  say(opened.ok ? { kind: 'listening' } : { kind: 'failed', fault: opened.fault });
};

const stop = async (milliseconds: number): Promise<void> => {
  await running?.stop(milliseconds);
  say({ kind: 'stopped' });
  setImmediate(() => process.exit(0));
};

process.on('message', (message: ToWorker) => {
  if (message.kind === 'start') void start(message.start);
  else if (message.kind === 'settings') for (const listener of settingsListeners) listener();
  else if (message.kind === 'answer') settle(message.ask, ({ resolve }) => resolve(message.result));
  else if (message.kind === 'refused')
    settle(message.ask, ({ reject }) => reject(new MeterlineError(message.fault)));
  else void stop(message.milliseconds);
});
process.on('disconnect', () => void stop(0));
// Ctrl-C reaches every process of a terminal: it is the primary that says when.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
