import { faultOf } from '@meterline/core';
import type { Config } from '../config/config.ts';
import type { World } from '../meterline.ts';
import { beginWebhooks, NAMES_NOTE } from './begin.ts';
import { Delivery, Overtaken, type WebhookLedger } from './delivery.ts';
import { type Endpoint, endpointsOf } from './endpoint.ts';
import { createLease } from './lease.ts';
import { STOP_SENDING_MS } from './limits.ts';
import { sendCalls } from './send-calls.ts';
import { sendReplay } from './send-replay.ts';
import { sendRollups } from './send-rollups.ts';
import type { Sender } from './sender.ts';

export interface DelivererParts {
  /** The settings as they are now, and the zone of days. Throws while the ledger cannot be asked. */
  readonly opened: () => { readonly config: Config; readonly zone: string };
  readonly ledger: () => WebhookLedger;
  readonly sender: Sender;
  readonly world: Pick<World, 'env' | 'clock' | 'random'>;
  /** Names this process, as `isAlive` knows it. */
  readonly owner: string;
  readonly isAlive: (owner: string) => boolean;
  /** Told of errors that nobody expected. */
  readonly onUnexpected: (error: unknown) => void;
}

/** Sends what webhooks are to be told. */
export interface Deliverer {
  /** Looks whether there is something to send; called when calls come, and now and then. */
  wake(): void;
  /** When all that was to be sent at the last `wake` has been tried. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 *     ledger: changes in their order ─→ place of each webhook ─→ one message after the other ─→ receiver
 *
 * There is no queue beside the ledger: a webhook is a place in the order of its changes, which moves when a message is
 * delivered. Webhooks do not wait for each other; the messages of one do.
 */
export const createDeliverer = (parts: DelivererParts): Deliverer => new RunningDeliverer(parts);

class RunningDeliverer implements Deliverer {
  readonly #parts: DelivererParts;
  readonly #stopping = new AbortController();
  readonly #lease;
  readonly #pumps = new Map<string, Promise<void>>();
  /** The webhooks that the ledger is prepared for. */
  #begun: string | undefined;
  #looking: Promise<void> | undefined;
  #again = false;

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    this.#lease = createLease({ ...parts, clock: parts.world.clock });
  }

  wake(): void {
    this.#again = true;
    if (this.#stopping.signal.aborted) return;
    this.#looking ??= this.#looks().finally(() => {
      this.#looking = undefined;
    });
  }

  async idle(): Promise<void> {
    await this.#looking;
    await Promise.all(this.#pumps.values());
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
    const { sender } = this.#parts;
    const timer = setTimeout(() => void sender.close(), STOP_SENDING_MS);
    await Promise.all(this.#pumps.values());
    clearTimeout(timer);
    await sender.close();
    if (this.#begun) await this.#lease.release().catch(this.#tell);
  }

  async #looks(): Promise<void> {
    while (this.#again && !this.#stopping.signal.aborted) {
      this.#again = false;
      await this.#look().catch(this.#tell);
    }
  }

  async #look(): Promise<void> {
    const { opened, ledger, world } = this.#parts;
    const { config, zone } = opened();
    const endpoints = endpointsOf(config, world.env);
    const wanted = endpoints.map(({ name, settings }) => `${name}:${settings}`).join();
    if (wanted === '' && (await this.#hasNone())) return;
    if (!(await this.#lease.hold())) return;
    if (wanted !== this.#begun) await beginWebhooks(ledger(), endpoints, world.clock());
    this.#begun = wanted;
    if (wanted === '') await this.#lease.release();
    for (const endpoint of endpoints) this.#pump(endpoint, zone);
  }

  /** Also that none has been taken out while nobody ran. */
  async #hasNone(): Promise<boolean> {
    if (this.#begun === undefined && (await this.#parts.ledger().note(NAMES_NOTE)) === undefined)
      this.#begun = '';
    return this.#begun === '';
  }

  /** One at a time for each webhook; what comes meanwhile is seen by it, or at the next look. */
  #pump(endpoint: Endpoint, zone: string): void {
    const { name } = endpoint;
    if (this.#pumps.has(name)) return;
    const work = this.#deliver(endpoint, zone)
      .catch(this.#tell)
      .finally(() => this.#pumps.delete(name));
    this.#pumps.set(name, work);
  }

  async #deliver(endpoint: Endpoint, zone: string): Promise<void> {
    const { ledger, sender, world } = this.#parts;
    const { clock, random } = world;
    const signal = this.#stopping.signal;
    const delivery = await Delivery.open({ endpoint, ledger: ledger(), sender, clock, random, signal });
    if (delivery === undefined) return;
    try {
      for (let more = true; more; ) {
        if (endpoint.config.events === 'calls') await sendCalls(delivery);
        else await sendRollups(delivery, zone);
        more = await sendReplay(delivery, zone);
      }
    } finally {
      await delivery.save();
    }
  }

  /** A ledger that cannot be asked or written just now is tried again with the next look. */
  readonly #tell = (error: unknown): void => {
    if (!(error instanceof Overtaken) && faultOf(error) === undefined) this.#parts.onUnexpected(error);
  };
}
