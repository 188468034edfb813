import { startOfInterval, type UsageQuery, type UsageResult } from '@meterline/core';
import { dimensionValue, matches } from '../call/dimension-value.ts';
import { arrangeRows } from '../query/arrange-rows.ts';
import { bucketStart } from '../totals/bucket.ts';
import { addCall, noSums, type Sums, toTotals } from '../totals/measures.ts';
import type { MemoryCall } from './memory-call.ts';

interface Group {
  readonly key: Record<string, string | null>;
  readonly start: number | null;
  readonly sums: Sums;
}

/** Answers a usage query by looking at every call. */
export const memoryUsage = (calls: Iterable<MemoryCall>, query: UsageQuery): UsageResult => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = query;
  const groups = new Map<string, Group>();
  const totals = noSums();
  for (const { event, dropped } of calls) {
    const at = dropped ? bucketStart(event.startedAt) : event.startedAt;
    if (at < from || at >= to || !matches(event, query.where)) continue;
    const values = query.by.map((dimension) => dimensionValue(event, dimension));
    const start = query.interval === undefined ? null : startOfInterval(at, query.interval, query.zone);
    const id = JSON.stringify([start, values]);
    let group = groups.get(id);
    if (group === undefined) {
      const key = Object.fromEntries(query.by.map((dimension, i) => [dimension, values[i] ?? null]));
      group = { key, start, sums: noSums() };
      groups.set(id, group);
    }
    addCall(group.sums, event, 1);
    addCall(totals, event, 1);
  }
  const rows = [...groups.values()].map(({ key, start, sums }) => ({ key, start, ...toTotals(sums) }));
  return arrangeRows(rows, toTotals(totals), query);
};
