import {
  type CacheLapse,
  cacheChainOf,
  cacheLapses,
  cacheUseOf,
  compareInChain,
  startOfInterval,
} from '@meterline/core';
import { dimensionValue, matches } from '../call/dimension-value.ts';
import { arrangeLapses } from '../query/arrange-lapses.ts';
import type { LapseQuery, LapseResult } from '../store.ts';
import { bucketStart } from '../totals/bucket.ts';
import { addLapse, noLapses, toLapseTotals } from '../totals/lapse-measures.ts';
import type { Sums } from '../totals/measures.ts';
import type { MemoryCall } from './memory-call.ts';

/**
 * The lapses of all calls. Of the dropped ones only the last of each chain still counts as the use before another, and
 * their own lapses stay as they were.
 */
export const lapsesOf = (calls: Iterable<MemoryCall>): ReadonlyMap<MemoryCall, CacheLapse> => {
  const lapses = new Map<MemoryCall, CacheLapse>();
  const live = new Map<MemoryCall['event'], MemoryCall>();
  const lastDropped = new Map<string, MemoryCall['event']>();
  for (const call of calls) {
    const { event, dropped, lapse } = call;
    if (!dropped) live.set(event, call);
    else if (lapse !== undefined) lapses.set(call, lapse);
    const chain = cacheChainOf(event);
    if (!dropped || chain === undefined || cacheUseOf(event) === undefined) continue;
    const last = lastDropped.get(chain);
    if (last === undefined || compareInChain(event, last) > 0) lastDropped.set(chain, event);
  }
  for (const [event, lapse] of cacheLapses([...live.keys(), ...lastDropped.values()])) {
    const call = live.get(event);
    if (call !== undefined) lapses.set(call, lapse);
  }
  return lapses;
};

/** Answers a query by looking at every call. */
export const memoryLapses = (calls: Iterable<MemoryCall>, query: LapseQuery): LapseResult => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, by, interval, zone } = query;
  const groups = new Map<string, { key: Record<string, string | null>; start: number | null; sums: Sums }>();
  const totals = noLapses();
  for (const [{ event, dropped }, lapse] of lapsesOf(calls)) {
    const at = dropped ? bucketStart(event.startedAt) : event.startedAt;
    if (at < from || at >= to || !matches(event, query.where)) continue;
    const values = by.map((dimension) => dimensionValue(event, dimension));
    const start = interval === undefined ? null : startOfInterval(at, interval, zone);
    const id = JSON.stringify([start, values]);
    const key = Object.fromEntries(by.map((dimension, i) => [dimension, values[i] ?? null]));
    const group = groups.get(id) ?? { key, start, sums: noLapses() };
    groups.set(id, group);
    addLapse(group.sums, lapse, 1);
    addLapse(totals, lapse, 1);
  }
  const rows = [...groups.values()].map(({ key, start, sums }) => ({ key, start, ...toLapseTotals(sums) }));
  return arrangeLapses(rows, toLapseTotals(totals), query);
};
