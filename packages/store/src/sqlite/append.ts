import { type LedgerEvent, mergeEvents, sameLedgerEvent } from '@meterline/core';
import { keyHash } from '../call/call-id.ts';
import type { AppendResult } from '../store.ts';
import { addEvent, deleteEvent, readEvent, replaceEvent, type StoredEvent } from './event-table.ts';
import { addRawCalls, readMeta, writeMeta } from './meta.ts';
import { createRollupDeltas, type RollupDeltas } from './rollup-deltas.ts';
import type { Shelf } from './shelf.ts';

/** What placing a call needs and changes during one transaction. */
interface Placing {
  readonly shelf: Shelf;
  readonly deltas: RollupDeltas;
  nextId: number;
  rawCalls: number;
}

/**
 * Puts calls in their places and moves all totals by the difference, inside the caller's transaction.
 *
 *     no key known          → a new row
 *     keys of one call      → merged with it; nothing is written if that changes nothing
 *     keys of several calls → they were one: all merged into the first, the others go
 *     keys of a dropped one → changes nothing; live ones that turn out to be the same are taken off
 */
export const appendCalls = (shelf: Shelf, copies: readonly LedgerEvent[]): AppendResult => {
  const { connection } = shelf;
  const result = { added: 0, merged: 0, unchanged: 0 };
  if (copies.length === 0) return result;
  shelf.zone();
  shelf.keys.refresh();
  const first = (readMeta(connection, 'next_event') as number | undefined) ?? 1;
  const placing = { shelf, deltas: createRollupDeltas(connection, shelf.dayOf), nextId: first, rawCalls: 0 };
  for (const copy of copies) result[place(placing, copy)] += 1;
  placing.deltas.flush();
  shelf.keys.tidy();
  if (placing.nextId !== first) writeMeta(connection, 'next_event', placing.nextId);
  addRawCalls(connection, placing.rawCalls);
  return result;
};

const place = (placing: Placing, copy: LedgerEvent): keyof AppendResult => {
  const { shelf } = placing;
  const hashes = copy.keys.map(keyHash);
  // Most calls are new, so their keys are claimed first; a claim that fails leads to the call that has the key.
  const claimed = hashes.map((hash) => shelf.keys.claim(hash, placing.nextId));
  if (!claimed.includes(false)) {
    add(placing, copy);
    return 'added';
  }
  const owners = hashes.filter((_, index) => !claimed[index]).map((hash) => shelf.keys.ownerOf(hash)!);
  const ids = [...new Set(owners)];
  const known = ids.map((id) => readEvent(shelf, id));
  const live = known.filter((event) => event !== undefined);
  const dropped = ids.find((_, index) => known[index] === undefined);
  if (dropped === undefined) return merge(placing, copy, live);
  const fresh = hashes.filter((_, index) => claimed[index]);
  for (const hash of fresh) shelf.keys.move(hash, dropped);
  for (const event of live) fold(placing, event, dropped);
  return fresh.length + live.length === 0 ? 'unchanged' : 'merged';
};

const add = (placing: Placing, event: LedgerEvent): void => {
  const scope = addEvent(placing.shelf, placing.nextId++, event);
  placing.deltas.move(event, scope, 1);
  placing.rawCalls += 1;
};

const merge = (placing: Placing, copy: LedgerEvent, live: readonly StoredEvent[]): keyof AppendResult => {
  const { shelf, deltas } = placing;
  const merged = live.reduce((event, stored) => mergeEvents(stored.event, event), copy);
  const [target, ...others] = [...live].sort((a, b) => a.id - b.id) as [StoredEvent, ...StoredEvent[]];
  if (others.length === 0 && sameLedgerEvent(target.event, merged)) return 'unchanged';
  for (const stored of live) takeOff(placing, stored, merged);
  for (const stored of others) deleteEvent(shelf, stored.id);
  const scope = replaceEvent(shelf, target.id, merged);
  for (const key of merged.keys)
    if (!target.event.keys.includes(key)) shelf.keys.move(keyHash(key), target.id);
  deltas.move(merged, scope, 1);
  placing.rawCalls -= others.length;
  return 'merged';
};

/** Takes a call off all totals. Its session's first and last call are looked up again where they may be affected. */
const takeOff = (placing: Placing, stored: StoredEvent, merged: LedgerEvent | undefined): void => {
  placing.deltas.move(stored.event, stored.scope, -1);
  const stays =
    merged !== undefined &&
    merged.startedAt === stored.event.startedAt &&
    merged.session === stored.event.session &&
    merged.app === stored.event.app;
  if (!stays) placing.deltas.recheckSession(stored.scope);
};

/** A live call is the same as one that was dropped, whose totals cannot be changed any more: it would count twice. */
const fold = (placing: Placing, stored: StoredEvent, dropped: number): void => {
  takeOff(placing, stored, undefined);
  deleteEvent(placing.shelf, stored.id);
  for (const key of stored.event.keys) placing.shelf.keys.move(keyHash(key), dropped);
  placing.rawCalls -= 1;
};
