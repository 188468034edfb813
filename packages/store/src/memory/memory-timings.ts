import { addTiming, type CallTimings, isTimed, noTimings } from '@meterline/core';
import { dimensionValue, matches } from '../call/dimension-value.ts';
import { arrangeTimings } from '../query/arrange-timings.ts';
import { asksOfRoutes } from '../query/route-dimensions.ts';
import type { TimingQuery, TimingResult, TimingRow } from '../store.ts';
import { bucketStart } from '../totals/bucket.ts';
import type { MemoryCall } from './memory-call.ts';

/** Answers a query by looking at every call. */
export const memoryTimings = (calls: Iterable<MemoryCall>, query: TimingQuery): TimingResult => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, by, where, groups } = query;
  const textOf = (key: TimingRow['key']): string => JSON.stringify(by.map((dimension) => key[dimension]));
  const wanted = groups && new Set(groups.map(textOf));
  const found = new Map<string, { readonly key: TimingRow['key']; readonly timings: CallTimings }>();
  for (const { event, dropped } of calls) {
    if (!isTimed(event) || (dropped && !asksOfRoutes(query))) continue;
    const at = dropped ? bucketStart(event.startedAt) : event.startedAt;
    if (at < from || at >= to || !matches(event, where)) continue;
    const key = Object.fromEntries(by.map((dimension) => [dimension, dimensionValue(event, dimension)]));
    const text = textOf(key);
    if (wanted?.has(text) === false) continue;
    const group = found.get(text) ?? { key, timings: noTimings() };
    found.set(text, group);
    addTiming(group.timings, event);
  }
  return {
    rows: arrangeTimings([...found.values()].map(({ key, timings }) => ({ key, ...timings }))),
    since: null,
  };
};
