import { MeterlineError, type Result } from '@meterline/core';
import type { Meterline, World } from '../meterline.ts';
import type { Owners } from '../record/owners.ts';
import { replayWebhook, testWebhook, type WebhookTest } from '../webhooks/ask.ts';
import { createDeliverer } from '../webhooks/deliverer.ts';
import type { WebhookLedger } from '../webhooks/delivery.ts';
import { PULSE_MS } from '../webhooks/limits.ts';
import { createSender } from '../webhooks/sender.ts';
import { type WebhookStatuses, webhookStatuses } from '../webhooks/status.ts';
import type { EventHub } from './hub.ts';
import type { Writer } from './writer.ts';

/** The webhooks of a service: it is the one that delivers, unless another process on the data folder already does. */
export interface ServiceWebhooks {
  statuses(): Promise<WebhookStatuses>;
  /** Sends a test message now; what became of it is an answer, a webhook that cannot be used a fault. */
  test(name: string): Promise<Result<WebhookTest>>;
  /** Has everything of a range sent again in the background. */
  replay(name: string, range: { readonly from: number; readonly to: number }): Promise<Result<void>>;
  stop(): Promise<void>;
}

export interface ServiceWebhookParts {
  readonly world: World;
  readonly hub: EventHub;
  readonly reader: () => Meterline;
  readonly writer: () => Writer;
  readonly owner: string;
  readonly owners: Owners;
}

/** Reads here, and has the writer's thread write. */
export const startWebhooks = (parts: ServiceWebhookParts): ServiceWebhooks => {
  const { world, hub, reader, writer, owner } = parts;
  const { isAlive } = parts.owners;
  const sender = createSender(world.clock);
  const ledger = ledgerOf(reader, writer);
  const deliverer = createDeliverer({
    opened: reader,
    ledger: () => ledger,
    sender,
    world,
    owner,
    isAlive,
    onUnexpected: (error) =>
      hub.publish({ kind: 'fault', of: 'settings', fault: unexpected(error), at: world.clock() }),
  });
  // Calls come with `totals`; tries that are due, rollups that are over and replays that a command asked for by the clock.
  const leave = hub.subscribe(({ event }) => {
    if (event.kind === 'totals' || event.kind === 'settings') deliverer.wake();
  });
  const pulse = setInterval(() => deliverer.wake(), PULSE_MS).unref();
  const asking = () => ({ config: reader().config, ledger, world });
  return {
    statuses: () => webhookStatuses({ ...asking(), isAlive }),
    test: async (name) => {
      const tested = await testWebhook(name, asking(), sender);
      deliverer.wake();
      return tested;
    },
    replay: async (name, range) => {
      const asked = await replayWebhook(name, range, asking());
      deliverer.wake();
      return asked;
    },
    stop: async () => {
      leave();
      clearInterval(pulse);
      await deliverer.stop();
    },
  };
};

/** The reader is asked for with each question: it is replaced while a long backlog is delivered. */
const ledgerOf = (reader: () => Meterline, writer: () => Writer): WebhookLedger => ({
  changes: async (after, limit) => reader().ledger.changes(after, limit),
  events: (query) => reader().ledger.events(query),
  usage: async (query) => reader().ledger.usage(query),
  note: async (name) => reader().ledger.note(name),
  changeNote: async (name, before, after) => writer().changeNote({ name, before, after }),
  followChanges: async (since) => writer().followChanges(since),
});

const unexpected = (error: unknown) =>
  new MeterlineError({
    code: 'INTERNAL',
    message: `Telling webhooks met ${error instanceof Error ? error.name : 'an error'}.`,
  }).meterlineFault;
