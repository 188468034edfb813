import type { Ledger } from '@meterline/store';
import type { Endpoint } from './endpoint.ts';
import { SAVE_EVERY_MESSAGES } from './limits.ts';
import type { Message } from './message.ts';
import { progressNote, readNoteAs, type WebhookProgress } from './progress.ts';
import { givesUp, RETRY_DELAYS_MS, retryDelay } from './retry-schedule.ts';
import type { Outcome, Sender } from './sender.ts';
import { sign } from './sign.ts';

/** What the ledger is to webhooks. Writes go through the service's writer. */
export interface WebhookLedger
  extends Pick<Ledger, 'changes' | 'events' | 'usage' | 'note' | 'changeNote' | 'followChanges'> {}

export interface DeliveryParts {
  readonly endpoint: Endpoint;
  readonly ledger: WebhookLedger;
  readonly sender: Sender;
  /** UTC milliseconds. */
  readonly clock: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Another process has changed how far the webhook is: what was done is looked at again. */
export class Overtaken extends Error {}

/**
 * One webhook's progress while it is worked on: sends messages, counts what became of them, and writes it down now and
 * then. What was not written down is sent again after a crash, under the same id.
 */
export class Delivery {
  readonly parts: DeliveryParts;
  #text: string;
  #progress: WebhookProgress;
  #unsaved = 0;

  private constructor(parts: DeliveryParts, text: string, progress: WebhookProgress) {
    this.parts = parts;
    this.#text = text;
    this.#progress = progress;
  }

  /** Undefined where the webhook has not begun. */
  static async open(parts: DeliveryParts): Promise<Delivery | undefined> {
    const text = await parts.ledger.note(progressNote(parts.endpoint.name));
    const progress = readNoteAs<WebhookProgress>(text, 'place');
    return text === undefined || progress === undefined ? undefined : new Delivery(parts, text, progress);
  }

  get progress(): WebhookProgress {
    return this.#progress;
  }

  /** Nothing more is to be tried now. */
  get mustRest(): boolean {
    const { nextTryAt, disabledAt } = this.#progress;
    const waits = nextTryAt !== null && nextTryAt > this.parts.clock();
    return waits || disabledAt !== null || this.parts.signal.aborted;
  }

  note(change: Partial<WebhookProgress>): void {
    this.#progress = { ...this.#progress, ...change };
  }

  async save(): Promise<void> {
    const text = JSON.stringify(this.#progress);
    this.#unsaved = 0;
    if (text === this.#text) return;
    const { ledger, endpoint } = this.parts;
    if (!(await ledger.changeNote(progressNote(endpoint.name), this.#text, text))) throw new Overtaken();
    this.#text = text;
  }

  /**
   * Tries a message. True when it is done with: delivered, or given up. `after` is what is then true of the progress;
   * both are written down together.
   */
  async send(message: Message, after: Partial<WebhookProgress> = {}): Promise<boolean> {
    const outcome = await this.#try(message);
    // Broken off by the end of the service: it did not fail.
    if (outcome.kind === 'failed' && this.parts.signal.aborted) return false;
    const isDone = this.#count(outcome);
    if (isDone) this.note(after);
    if (outcome.kind !== 'delivered' || ++this.#unsaved >= SAVE_EVERY_MESSAGES) await this.save();
    return isDone;
  }

  #try({ id, body }: Message): Promise<Outcome> | Outcome {
    const { endpoint, sender, clock } = this.parts;
    const { secrets, config } = endpoint;
    if (!secrets.ok)
      return { kind: 'failed', reason: secrets.fault.message, refused: false, retryAfterMs: 0 };
    const headers = { 'content-type': 'application/json', 'user-agent': 'meterline' };
    return sender.send(config.url, { ...headers, ...sign(id, clock(), body, secrets.value) }, body);
  }

  #count(outcome: Outcome): boolean {
    const { delivered, givenUp } = this.#progress;
    const now = this.parts.clock();
    if (outcome.kind === 'delivered') {
      this.note({ delivered: delivered + 1, failures: 0, nextTryAt: null, lastDeliveredAt: now });
      return true;
    }
    if (outcome.kind === 'gone') {
      this.note({ disabledAt: now, lastError: { at: now, reason: 'HTTP 410: it wants no more' } });
      return false;
    }
    const { reason, refused, retryAfterMs } = outcome;
    const failures = this.#progress.failures + 1;
    const isGivenUp = givesUp(failures, refused);
    this.note({
      lastError: { at: now, reason },
      ...(isGivenUp ? { givenUp: givenUp + 1 } : {}),
      ...this.#waitAfter(failures, isGivenUp && refused, retryAfterMs),
    });
    return isGivenUp;
  }

  /** The next message has its own tries where only this one was refused; else the receiver is still what it was. */
  #waitAfter(
    failures: number,
    isOver: boolean,
    askedMs: number,
  ): Pick<WebhookProgress, 'failures' | 'nextTryAt'> {
    if (isOver) return { failures: 0, nextTryAt: null };
    const delay = retryDelay(failures, this.parts.random(), askedMs);
    return { failures: Math.min(failures, RETRY_DELAYS_MS.length), nextTryAt: this.parts.clock() + delay };
  }
}
