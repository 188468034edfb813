import {
  BATCH_CALLS,
  BATCH_DELAY_MS,
  FLUSH_TRIES,
  MAX_BATCH_CALLS,
  MAX_KEEPALIVE_CALLS,
  MAX_QUEUED_CALLS,
  RETRY_FIRST_MS,
  RETRY_MOST_MS,
} from '../limits.ts';
import type { MeterStats } from '../public-types.ts';
import type { Runtime } from '../runtime.ts';
import type { Address } from './address.ts';
import { postBatch } from './post-batch.ts';
import { sayOnce } from './say-once.ts';
import { openSpill, type Spill } from './spill.ts';

/** Takes records, and sends them in the background; nothing that it does can be felt by a call. */
export interface Sender {
  add(record: object): void;
  /** Everything so far was sent, or stands in the spill file, or is lost and counted. Never rejects. */
  flush(): Promise<void>;
  /** At once, because the process ends: what was not sent goes to the spill file. */
  save(): void;
  stats(): MeterStats;
}

/** Sends to one address. */
export class BatchSender implements Sender {
  readonly #address: Address;
  readonly #world: Runtime;
  readonly #spill: Spill | undefined;
  #queue: object[] = [];
  /** On its way, and not acknowledged. */
  #sending: readonly string[] = [];
  #running: Promise<boolean> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #hasSpilled = true;
  #sent = 0;
  #spilled = 0;
  #lost = 0;

  constructor(address: Address, world: Runtime) {
    this.#address = address;
    this.#world = world;
    const { spillFolder, endpoint } = address;
    this.#spill =
      world.node === undefined || spillFolder === false
        ? undefined
        : openSpill(world.node, spillFolder, endpoint, world.runId);
    // What earlier runs have left is sent even if this one calls nothing.
    this.#wake(BATCH_DELAY_MS);
  }

  add(record: object): void {
    if (this.#queue.length >= MAX_QUEUED_CALLS) this.#makeRoom();
    this.#queue.push(record);
    if (this.#failures === 0 && this.#queue.length === BATCH_CALLS) this.#wake(0);
    else this.#wake(BATCH_DELAY_MS, true);
  }

  async flush(): Promise<void> {
    for (let tries = 0; tries < FLUSH_TRIES; tries += 1) {
      if (await this.#run(1)) return;
    }
    this.save();
  }

  save(): void {
    const lines = [...this.#sending, ...this.#queue.map((record) => JSON.stringify(record))];
    this.#sending = [];
    this.#queue = [];
    this.#keep(lines);
  }

  stats(): MeterStats {
    const waiting = this.#queue.length + this.#sending.length;
    return { waiting, sent: this.#sent, spilled: this.#spilled, lost: this.#lost };
  }

  #makeRoom(): void {
    const oldest = this.#queue.splice(0, MAX_BATCH_CALLS).map((record) => JSON.stringify(record));
    this.#keep(oldest);
  }

  #keep(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (this.#spill?.write(lines) === true) {
      this.#spilled += lines.length;
      this.#hasSpilled = true;
      return;
    }
    this.#lost += lines.length;
    sayOnce(this.#address.debug, 'calls were lost: Meterline is away, and there is no room for them');
  }

  /** @param keepsEarlier A timer that runs stays. */
  #wake(delayMs: number, keepsEarlier = false): void {
    if (this.#timer !== undefined && keepsEarlier) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.#run();
    }, delayMs);
    // It keeps no process alive; `beforeExit` sends the rest.
    (this.#timer as { unref?: () => void }).unref?.();
  }

  /**
   * One at a time; a caller that comes while one runs waits for it, and then for its own. True: all was taken.
   *
   * @param least What comes meanwhile goes on its way, too, from so many calls; fewer wait for their time.
   */
  async #run(least = BATCH_CALLS): Promise<boolean> {
    while (this.#running !== undefined) await this.#running;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running = this.#sendAll(least);
    const isDone = await this.#running;
    this.#running = undefined;
    if (isDone) this.#failures = 0;
    else {
      this.#failures += 1;
      this.#wake(Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** Math.min(this.#failures, 16)));
    }
    return isDone;
  }

  async #sendAll(least: number): Promise<boolean> {
    const most = this.#world.node === undefined ? MAX_KEEPALIVE_CALLS : MAX_BATCH_CALLS;
    for (let from = 1; this.#queue.length >= from; from = least) {
      const batch = this.#queue.splice(0, most);
      this.#sending = batch.map((record) => JSON.stringify(record));
      const isTaken = await this.#post(this.#sending);
      // Empty: the process ended meanwhile, and the batch stands in the spill file.
      const isSaved = this.#sending.length === 0;
      this.#sending = [];
      if (isTaken) continue;
      if (!isSaved) this.#queue.unshift(...batch);
      if (this.#spill !== undefined) this.save();
      return false;
    }
    return this.#sendSpilled();
  }

  async #sendSpilled(): Promise<boolean> {
    if (!this.#hasSpilled || this.#spill === undefined) return true;
    for (const file of this.#spill.waiting()) {
      const lines = file.lines();
      for (let from = 0; from < lines.length; from += MAX_BATCH_CALLS)
        if (!(await this.#post(lines.slice(from, from + MAX_BATCH_CALLS)))) return false;
      file.remove();
    }
    this.#hasSpilled = false;
    return true;
  }

  /** False: nobody was there. */
  async #post(lines: readonly string[]): Promise<boolean> {
    const posted = await postBatch(lines, this.#address, this.#world.node === undefined);
    const { debug, endpoint } = this.#address;
    if (posted.outcome === 'taken') {
      this.#sent += lines.length - posted.rejected;
      this.#lost += posted.rejected;
      sayOnce(debug && posted.rejected > 0, `${posted.rejected} calls were refused`);
      return true;
    }
    const status = posted.status === undefined ? 'nobody answers' : `it answers ${posted.status}`;
    sayOnce(debug, `calls cannot be sent to ${endpoint}: ${status}`);
    if (posted.outcome === 'refused') this.#lost += lines.length;
    return posted.outcome === 'refused';
  }
}
