import { setImmediate as nextTurn } from 'node:timers/promises';
import { ok, type Result, type UsageEvent } from '@meterline/core';
import type { AppendResult } from '@meterline/store';
import type { Recorder } from '../record/recorder.ts';
import { type ItemProblem, itemReader } from './item-to-event.ts';
import { SLICE_ITEMS } from './limits.ts';
import { readItems, type SentItems } from './read-items.ts';

export interface IngestReport extends AppendResult {
  readonly accepted: number;
  readonly rejected: number;
  /** Items with something to say of them, by their place in the request. */
  readonly items: readonly IngestedItem[];
}

export interface IngestedItem {
  readonly index: number;
  readonly status: 'accepted' | 'rejected';
  readonly problems: readonly ItemProblem[];
}

/**
 * Records what a program sends: good items are in the ledger when it returns, whatever the others are. Throws the
 * ledger's faults; sending the same again is then right, and never counts twice. A slice is read while the one before it
 * is written.
 */
export const ingest = async (
  body: Buffer,
  encoding: string,
  recorder: Recorder,
  now: number,
): Promise<Result<IngestReport>> => {
  const sent = await readItems(body, encoding);
  if (!sent.ok) return sent;
  const read = itemReader(now);
  const told: IngestedItem[] = [];
  const counts = { added: 0, merged: 0, unchanged: 0 };
  let accepted = 0;
  let writing = Promise.resolve(NOTHING);
  for (let from = 0; from < sent.value.count; from += SLICE_ITEMS) {
    const events = readSlice(sent.value, from, read, told);
    accepted += events.length;
    add(counts, await writing);
    writing = recorder.record(events);
    // It is awaited after the next slice: until then its failure has no one who hears of it.
    writing.catch(() => {});
    await nextTurn();
  }
  add(counts, await writing);
  return ok({ ...counts, accepted, rejected: sent.value.count - accepted, items: told });
};

const NOTHING: AppendResult = { added: 0, merged: 0, unchanged: 0 };

const add = (sum: { -readonly [K in keyof AppendResult]: number }, more: AppendResult): void => {
  sum.added += more.added;
  sum.merged += more.merged;
  sum.unchanged += more.unchanged;
};

/** The calls of a slice; tells of items that have something to say of them. */
const readSlice = (
  items: SentItems,
  from: number,
  read: ReturnType<typeof itemReader>,
  told: IngestedItem[],
): readonly UsageEvent[] => {
  const events: UsageEvent[] = [];
  const to = Math.min(from + SLICE_ITEMS, items.count);
  for (let index = from; index < to; index += 1) {
    const { event, problems } = read(items.at(index));
    if (event !== undefined) events.push(event);
    if (event === undefined || problems.length > 0)
      told.push({ index, status: event === undefined ? 'rejected' : 'accepted', problems });
  }
  return events;
};
