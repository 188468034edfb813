import { doWaiting } from '../answer/later.ts';
import type { MeterStats, SendOptions } from '../public-types.ts';
import { runtime } from '../runtime.ts';
import { type Address, addressOf } from './address.ts';
import { BatchSender, type Sender } from './create-sender.ts';

export type { Sender };

/** One for each address. A program has one or two. */
const senders = new Map<string, BatchSender>();
const senderOf = new WeakMap<Address, Sender>();

export const senderFor = (options: SendOptions): Sender => {
  const address = addressOf(options);
  let sender = senderOf.get(address);
  if (sender === undefined) {
    sender = openSender(address);
    senderOf.set(address, sender);
  }
  return sender;
};

const openSender = (address: Address): Sender => {
  const key = `${address.endpoint} ${address.headers['authorization'] ?? ''} ${address.spillFolder ?? ''}`;
  const open = senders.get(key);
  if (open !== undefined) return open;
  if (senders.size === 0) sendAtTheEnd();
  const sender = new BatchSender(address, runtime());
  senders.set(key, sender);
  return sender;
};

/** Sends everything that was recorded so far; what cannot be sent is kept for the next start. Never rejects. */
export const flush = async (): Promise<void> => {
  doWaiting();
  await Promise.all([...senders.values()].map((sender) => sender.flush()));
};

export const meterStats = (): MeterStats => {
  const all = [...senders.values()].map((sender) => sender.stats());
  const sum = (field: keyof MeterStats): number => all.reduce((whole, stats) => whole + stats[field], 0);
  return { waiting: sum('waiting'), sent: sum('sent'), spilled: sum('spilled'), lost: sum('lost') };
};

/** A process that has nothing more to do sends the rest; one that is told to exit keeps it. A page sends it as it closes. */
const sendAtTheEnd = (): void => {
  const { node } = runtime();
  if (node !== undefined) {
    node.process.on('beforeExit', () => {
      doWaiting();
      if (meterStats().waiting > 0) void flush();
    });
    node.process.on('exit', () => {
      doWaiting();
      for (const sender of senders.values()) sender.save();
    });
    return;
  }
  const page = globalThis as { addEventListener?: (name: string, listener: () => void) => void };
  page.addEventListener?.('pagehide', () => void flush());
};
