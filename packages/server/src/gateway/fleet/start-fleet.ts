import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { type Fault, faultOf, ok, type Result } from '@meterline/core';
import type { Service } from '../../service/service.ts';
import { fingerprintKey } from '../fingerprint-key.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

/** Program of a worker; `scripts/build.ts` names the bundle's own. */
const WORKER_ENTRY = new URL('./gateway-worker.ts', import.meta.url);

/** Wait before a worker that died is replaced; doubled while they keep dying … */
const REPLACE_FIRST_MS = 100;
/** … up to this. */
const REPLACE_MAX_MS = 5_000;
/** What a worker may take to write down its last calls, beyond what its streams may take to end. */
const LAST_CALLS_MS = 4_000;

export interface FleetOptions {
  readonly service: Service;
  /** How many processes. */
  readonly workers: number;
  readonly start: Omit<WorkerStart, 'owner' | 'home' | 'userHome' | 'platform'>;
}

/**
 * Processes that share one port (`node:cluster`):
 *
 *     clients ──→ worker ─ spool ─┐
 *             └─→ worker ─ spool ─┴─ append, acknowledged ─→ primary: writer thread ─→ ledger
 *
 * A worker that dies is replaced, and what it has spooled is recorded by the primary.
 */
export interface Fleet {
  stop(milliseconds: number): Promise<void>;
}

export const startFleet = async (options: FleetOptions): Promise<Result<Fleet>> => {
  // Made before there are several that would each make one.
  fingerprintKey(options.service.home);
  // Calls come as bytes.
  cluster.setupPrimary({ exec: fileURLToPath(WORKER_ENTRY), args: [], serialization: 'advanced' });
  const fleet = new RunningFleet(options);
  const fault = await fleet.start();
  if (fault === undefined) return ok(fleet);
  await fleet.stop(0);
  return { ok: false, fault };
};

class RunningFleet implements Fleet {
  readonly #options: FleetOptions;
  readonly #workers = new Set<Worker>();
  readonly #unsubscribe: () => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  #started = 0;
  #waitMs = REPLACE_FIRST_MS;
  #stopping = false;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#unsubscribe = options.service.hub.subscribe(({ event }) => {
      if (event.kind === 'settings') for (const worker of this.#workers) tell(worker, { kind: 'settings' });
    });
  }

  /** The first fault, if any of them cannot serve. */
  async start(): Promise<Fault | undefined> {
    const begun = Array.from({ length: this.#options.workers }, () => this.#startOne());
    return (await Promise.all(begun)).find((fault) => fault !== undefined);
  }

  async stop(milliseconds: number): Promise<void> {
    this.#stopping = true;
    this.#unsubscribe();
    for (const timer of this.#timers) clearTimeout(timer);
    const workers = [...this.#workers];
    const gone = Promise.all(workers.map(exited));
    for (const worker of workers) tell(worker, { kind: 'stop', milliseconds });
    const timer = setTimeout(() => {
      for (const worker of workers) worker.process.kill('SIGKILL');
    }, milliseconds + LAST_CALLS_MS);
    await gone;
    clearTimeout(timer);
    this.#options.service.recorder.adopt();
  }

  #startOne(): Promise<Fault | undefined> {
    const { service, start } = this.#options;
    const worker = cluster.fork();
    this.#started += 1;
    const owner = `${worker.process.pid}-${service.owner}-${this.#started}`;
    service.owners.add(owner);
    this.#workers.add(worker);
    worker.once('exit', () => {
      this.#workers.delete(worker);
      service.owners.remove(owner);
      service.recorder.adopt();
      if (!this.#stopping) this.#replace();
    });
    const { home, world } = service;
    const { platform, home: userHome } = world.env;
    return new Promise((resolve) => {
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'listening') this.#waitMs = REPLACE_FIRST_MS;
        if (message.kind === 'listening') resolve(undefined);
        else if (message.kind === 'failed') resolve(message.fault);
        else void this.#hear(worker, message);
      });
      worker.once('exit', () => resolve(DIED));
      tell(worker, { kind: 'start', start: { ...start, owner, home, userHome, platform } });
    });
  }

  async #hear(worker: Worker, message: FromWorker): Promise<void> {
    const { service } = this.#options;
    if (message.kind === 'quota') service.quotas.note(message.quota);
    if (message.kind !== 'append') return;
    const { ask, calls } = message;
    try {
      tell(worker, { kind: 'answer', ask, result: await service.recorder.record(calls) });
    } catch (error) {
      tell(worker, { kind: 'refused', ask, fault: faultOf(error) ?? UNKNOWN });
    }
  }

  #replace(): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void this.#startOne();
    }, this.#waitMs);
    this.#timers.add(timer);
    this.#waitMs = Math.min(this.#waitMs * 2, REPLACE_MAX_MS);
  }
}

const DIED: Fault = { code: 'INTERNAL', message: 'A process of the gateway has ended before it served.' };
const UNKNOWN: Fault = { code: 'INTERNAL', message: 'Calls could not be recorded.' };

const tell = (worker: Worker, message: ToWorker): void => {
  if (worker.isConnected()) worker.send(message, () => {});
};

const exited = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    if (worker.isDead()) resolve();
    else worker.once('exit', () => resolve());
  });
