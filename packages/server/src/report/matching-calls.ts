import { setImmediate as otherWork } from 'node:timers/promises';
import { type Interval, nextInterval, type UsageRow } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';
import type { BoundRange } from './comparison.ts';
import { type Selection, selectionOf } from './selection.ts';

type Order = 'oldest' | 'newest';

export interface MatchingCalls {
  readonly order: Order;
  readonly limit?: number;
  /** Sums by day of the selection, where they are known already. */
  readonly byDay?: readonly UsageRow[];
}

/**
 * Calls one by one, in order, without walking through others for long: sums tell in which hours of which days there are
 * any, and only these are read. Between two hours other work has its turn.
 */
export async function* matchingCalls(
  ledger: Ledger,
  selection: Selection,
  { order, limit, byDay }: MatchingCalls,
): AsyncGenerator<StoredCall> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const range of stretches(ledger, selection, order, byDay)) {
    const query = { ...range, where: selection.where, order };
    for await (const call of ledger.events({ ...query, ...(limit === undefined ? {} : { limit: left }) })) {
      left -= 1;
      yield call;
    }
    if (left <= 0) return;
    await otherWork();
  }
}

/** Times in which there are calls. Without a filter that is all of it. */
async function* stretches(
  ledger: Ledger,
  selection: Selection,
  order: Order,
  byDay: readonly UsageRow[] | undefined,
): AsyncGenerator<Partial<BoundRange>> {
  const { from, to, where } = selection;
  if (where.length === 0) {
    yield { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return;
  }
  const days = byDay ?? (await sumsBy('day', ledger, selection));
  for (const day of rangesOf(days, 'day', selection, order)) {
    const within = { ...selection, ...day };
    yield* rangesOf(await sumsBy('hour', ledger, within), 'hour', within, order);
  }
}

const sumsBy = async (
  interval: Interval,
  ledger: Ledger,
  selection: Selection,
): Promise<readonly UsageRow[]> => (await ledger.usage({ ...selectionOf(selection), by: [], interval })).rows;

/** The intervals of some sums as ranges, no further than the selection reaches. */
const rangesOf = (
  rows: readonly UsageRow[],
  interval: Interval,
  { from, to, zone }: Selection,
  order: Order,
): readonly BoundRange[] =>
  rows
    .map(({ start }) => start!)
    .sort((a, b) => (order === 'newest' ? b - a : a - b))
    .map((start) => ({
      from: Math.max(start, from ?? start),
      to: Math.min(nextInterval(start, interval, zone), to ?? Number.POSITIVE_INFINITY),
    }));
