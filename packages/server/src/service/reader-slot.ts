import { statSync } from 'node:fs';
import { type Fault, faultOf, MeterlineError, ok, type Result } from '@meterline/core';

import { ledgerPath } from '../config/load-config.ts';
import type { Meterline } from '../meterline.ts';
import { RETIRE_AFTER_MS, RETIRED_READERS } from './limits.ts';

/**
 * The one opened reader of the service, and whether it can be asked. The ledger's file is known by its inode:
 *
 *     none yet   → an empty ledger is read until the writer has made one
 *     moved away → LEDGER_MISSING; nothing new is made in its place, so that it can be put back
 *     another    → opened instead
 */
export interface ReaderSlot {
  /** Throws the fault. */
  current(): Meterline;
  fault(): Fault | null;
  /** Opens anew with the settings as they are on disk. When they are wrong all stays as it was. */
  reopen(): Promise<Result<void>>;
  /** Compares the file with the one that is open, opens it anew where that can help, and asks for its revision. */
  look(): Promise<Sight>;
  close(): Promise<void>;
}

export interface Sight {
  /** Which file it is; undefined when there is none. */
  readonly file: string | undefined;
  /** Of the ledger; undefined while it cannot be asked. */
  readonly revision: number | undefined;
}

export type OpenReader = () => Promise<Result<Meterline>>;

/** A ledger that cannot be opened is a fault of the slot; anything else that is wrong is the result's. */
export const openReaderSlot = async (home: string, open: OpenReader): Promise<Result<ReaderSlot>> => {
  const slot: Slot = { path: ledgerPath(home), open, file: undefined, reader: undefined, retired: new Map() };
  const opened = await openInto(slot);
  if (!opened.ok) return opened;
  return ok({
    current: () => {
      if (slot.reader?.ok) return slot.reader.value;
      throw new MeterlineError(slot.reader?.fault ?? missing(slot.path));
    },
    fault: () => (slot.reader?.ok === false ? slot.reader.fault : null),
    reopen: () => openInto(slot),
    look: () => look(slot),
    close: async () => {
      if (slot.reader?.ok) retire(slot, slot.reader.value);
      for (const close of [...slot.retired.values()]) await close();
    },
  });
};

interface Slot {
  readonly path: string;
  readonly open: OpenReader;
  /** The file that was there last, also while it is away. */
  file: string | undefined;
  reader: Result<Meterline> | undefined;
  /** Replaced readers and how they are closed. */
  readonly retired: Map<Meterline, () => Promise<void>>;
}

const openInto = async (slot: Slot): Promise<Result<void>> => {
  const file = fileAt(slot.path);
  if (file === undefined && slot.file !== undefined) {
    put(slot, { ok: false, fault: missing(slot.path) });
    return ok(undefined);
  }
  const opened = await openSafely(slot);
  if (!opened.ok && !isOfLedger(opened.fault)) return opened;
  // An empty one in memory stands for a file that is not there, or is just being made: that is looked at again.
  const isOfFile = !opened.ok || opened.value.ledger.capabilities.durable;
  slot.file = isOfFile ? file : slot.file;
  put(slot, opened);
  return ok(undefined);
};

const openSafely = async (slot: Slot): Promise<Result<Meterline>> => {
  try {
    return await slot.open();
  } catch (error) {
    return { ok: false, fault: faultOf(error) ?? unreadable(slot.path, error) };
  }
};

const put = (slot: Slot, reader: Result<Meterline>): void => {
  const old = slot.reader;
  slot.reader = reader;
  if (old?.ok && !(reader.ok && reader.value === old.value)) retire(slot, old.value);
};

const isOfLedger = ({ code }: Fault): boolean => code.startsWith('LEDGER_');

const look = async (slot: Slot): Promise<Sight> => {
  const file = fileAt(slot.path);
  if (file !== slot.file || !slot.reader?.ok) await openInto(slot);
  const { reader } = slot;
  if (!reader?.ok) return { file, revision: undefined };
  try {
    return { file, revision: await reader.value.ledger.revision() };
  } catch (error) {
    // Locked, damaged, or gone between the two: the next look opens it anew.
    put(slot, { ok: false, fault: faultOf(error) ?? unreadable(slot.path, error) });
    return { file, revision: undefined };
  }
};

/** What it was asked before it still answers (a long CSV), for a while; of several the oldest goes first. */
const retire = (slot: Slot, meterline: Meterline): void => {
  const close = async (): Promise<void> => {
    clearTimeout(timer);
    slot.retired.delete(meterline);
    await meterline.close();
  };
  const timer = setTimeout(() => void close(), RETIRE_AFTER_MS);
  timer.unref();
  slot.retired.set(meterline, close);
  const [oldest] = slot.retired.values();
  if (slot.retired.size > RETIRED_READERS) void oldest?.();
};

/** Device and inode; undefined when there is no file. */
const fileAt = (path: string): string | undefined => {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
};

const missing = (path: string): Fault => ({
  code: 'LEDGER_MISSING',
  message: `The ledger ${path} is no longer there.`,
  hint: 'Put it back where it was; or end Meterline and start it again, which begins a new one.',
});

const unreadable = (path: string, error: unknown): Fault => ({
  code: 'LEDGER_DAMAGED',
  message: `The ledger ${path} cannot be read (${error instanceof Error ? error.name : 'an error'}).`,
});
