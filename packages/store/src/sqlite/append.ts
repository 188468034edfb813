import { type LedgerEvent, mergeEvents, sameLedgerEvent } from '@meterline/core';
import { callId, type KeyHash, keyHash } from '../call/call-id.ts';
import { type Sighting, wholeOf } from '../call/group-copies.ts';
import type { AppendResult } from '../store.ts';
import { type ChangeLog, createChangeLog } from './call-changes.ts';
import { addEvent, deleteEvent, readEvent, replaceEvent, type StoredEvent } from './event-table.ts';
import { createLapseDeltas, type LapseDeltas } from './lapse-deltas.ts';
import { addRawCalls, readMeta, writeMeta } from './meta.ts';
import { createRollupDeltas, type RollupDeltas } from './rollup-deltas.ts';
import { settleSomeLapses, takeLapse } from './settle-lapses.ts';
import type { Shelf } from './shelf.ts';
import { createTimingDeltas, type TimingDeltas } from './timing-deltas.ts';

/** What placing a call needs and changes during one transaction. */
interface Placing {
  readonly shelf: Shelf;
  readonly deltas: RollupDeltas;
  readonly lapses: LapseDeltas;
  readonly changes: ChangeLog;
  readonly timings: TimingDeltas;
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
export const appendCalls = (shelf: Shelf, calls: readonly Sighting[]): AppendResult => {
  const { connection } = shelf;
  const result = { added: 0, merged: 0, unchanged: 0 };
  if (calls.length === 0) return result;
  shelf.zone();
  shelf.keys.refresh();
  const first = (readMeta(connection, 'next_event') as number | undefined) ?? 1;
  const placing = {
    shelf,
    deltas: createRollupDeltas(connection, shelf.dayOf),
    lapses: createLapseDeltas(connection, shelf.dayOf),
    changes: createChangeLog(connection),
    timings: createTimingDeltas(connection, shelf.routes, shelf.dayOf),
    nextId: first,
    rawCalls: 0,
  };
  for (const call of calls) result[place(placing, call)] += 1;
  placing.lapses.flush();
  placing.deltas.flush();
  placing.changes.flush();
  placing.timings.flush();
  if (calls.length <= shelf.limits.liveCalls) settleSomeLapses(shelf);
  shelf.keys.flush();
  if (placing.nextId !== first) writeMeta(connection, 'next_event', placing.nextId);
  addRawCalls(connection, placing.rawCalls);
  return result;
};

const place = (placing: Placing, call: Sighting): keyof AppendResult => {
  const { keys } = placing.shelf;
  const hashes = call.event.keys.map(keyHash);
  const owners = hashes.map(keys.ownerOf);
  if (owners.some((owner) => owner !== undefined)) return placeKnown(placing, call, hashes, owners);
  for (const hash of hashes) keys.give(hash, placing.nextId);
  add(placing, call);
  return 'added';
};

const add = (placing: Placing, call: Sighting): void => {
  placing.changes.note('added', placing.nextId, call.event.startedAt);
  const scope = addEvent(placing.shelf, placing.nextId++, call);
  placing.deltas.move(call.event, scope, 1);
  placing.timings.move(call.event, scope, 1);
  placing.rawCalls += 1;
};

const placeKnown = (
  placing: Placing,
  call: Sighting,
  hashes: readonly KeyHash[],
  owners: readonly (number | undefined)[],
): keyof AppendResult => {
  const { shelf } = placing;
  const ids = [...new Set(owners.filter((owner) => owner !== undefined))];
  const known = ids.map((id) => readEvent(shelf, id));
  const live = known.filter((event) => event !== undefined);
  const dropped = ids.find((_, index) => known[index] === undefined);
  if (dropped === undefined) return merge(placing, wholeOf(call), live);
  const fresh = hashes.filter((_, index) => owners[index] === undefined);
  for (const hash of fresh) shelf.keys.give(hash, dropped);
  for (const event of live) fold(placing, event, dropped);
  return fresh.length + live.length === 0 ? 'unchanged' : 'merged';
};

const merge = (placing: Placing, copy: LedgerEvent, live: readonly StoredEvent[]): keyof AppendResult => {
  const { shelf, deltas, timings } = placing;
  const merged = live.reduce((event, stored) => mergeEvents(stored.event, event), copy);
  const [target, ...others] = [...live].sort((a, b) => a.id - b.id) as [StoredEvent, ...StoredEvent[]];
  if (others.length === 0 && sameLedgerEvent(target.event, merged)) return 'unchanged';
  for (const stored of live) takeOff(placing, stored, merged);
  for (const stored of others) deleteEvent(shelf, stored.id);
  const scope = replaceEvent(shelf, target.id, merged);
  for (const key of merged.keys)
    if (!target.event.keys.includes(key)) shelf.keys.give(keyHash(key), target.id);
  deltas.move(merged, scope, 1);
  timings.move(merged, scope, 1);
  placing.changes.note('changed', target.id, merged.startedAt, formerIds(merged, live));
  placing.rawCalls -= others.length;
  return 'merged';
};

/** A merge may bring a smaller key, by which the call is then known, and make several calls one. */
const formerIds = (merged: LedgerEvent, live: readonly StoredEvent[]): readonly string[] => {
  const id = callId(merged.keys);
  return live.map(({ event }) => callId(event.keys)).filter((former) => former !== id);
};

/** Takes a call off all totals. First and last call of its session and task are looked up again where they may be affected. */
const takeOff = (placing: Placing, stored: StoredEvent, merged: LedgerEvent | undefined): void => {
  placing.deltas.move(stored.event, stored.scope, -1);
  placing.timings.move(stored.event, stored.scope, -1);
  takeLapse(placing.shelf.connection, placing.lapses, {
    id: stored.id,
    at: stored.event.startedAt,
    scope: stored.scope.id,
  });
  const isThen = merged?.startedAt === stored.event.startedAt;
  const isInSession = merged?.session === stored.event.session && merged?.app === stored.event.app;
  if (!isThen || !isInSession) placing.deltas.recheckSession(stored.scope);
  const isAsLong = merged?.latencyMs === stored.event.latencyMs;
  if (!isThen || !isAsLong || merged?.task !== stored.event.task) placing.deltas.recheckTask(stored.scope);
};

/** A live call is the same as one that was dropped, whose totals cannot be changed any more: it would count twice. */
const fold = (placing: Placing, stored: StoredEvent, dropped: number): void => {
  takeOff(placing, stored, undefined);
  deleteEvent(placing.shelf, stored.id);
  placing.changes.note('removed', dropped, stored.event.startedAt, [callId(stored.event.keys)]);
  for (const key of stored.event.keys) placing.shelf.keys.give(keyHash(key), dropped);
  placing.rawCalls -= 1;
};
