import { setImmediate as otherWork } from 'node:timers/promises';
import { type Interval, nextInterval, type UsageRow } from '@meterline/core';
import type { EventQuery, Ledger, StoredCall } from '@meterline/store';
import type { BoundRange } from './comparison.ts';
import { type Selection, selectionOf } from './selection.ts';

type Order = 'oldest' | 'newest';

export interface MatchingCalls {
  readonly order: Order;
  readonly limit?: number;
  /** Sums by day of the selection, where they are known already. */
  readonly byDay?: readonly UsageRow[];
  /** How they ended, what is known of their price, and where the list goes on. */
  readonly only?: Pick<EventQuery, 'status' | 'unpriced' | 'after'>;
}

/**
 * Calls one by one, in order, without walking through others for long: sums tell in which hours of which days there are
 * any, and only these are read. Between two hours other work has its turn.
 */
export async function* matchingCalls(
  ledger: Ledger,
  selection: Selection,
  { order, limit, byDay, only = {} }: MatchingCalls,
): AsyncGenerator<StoredCall> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const range of stretches(ledger, beyond(selection, only, order), { order, byDay, only })) {
    const query = { ...range, where: selection.where, order, ...only };
    for await (const call of ledger.events({ ...query, ...(limit === undefined ? {} : { limit: left }) })) {
      left -= 1;
      yield call;
    }
    if (left <= 0) return;
    await otherWork();
  }
}

/** The selection from where the list goes on. */
const beyond = (selection: Selection, { after }: Only, order: Order): Selection => {
  if (after === undefined) return selection;
  const { from = after.startedAt, to = after.startedAt + 1 } = selection;
  return order === 'newest'
    ? { ...selection, to: Math.min(to, after.startedAt + 1) }
    : { ...selection, from: Math.max(from, after.startedAt) };
};

type Only = NonNullable<MatchingCalls['only']>;

interface Wanted {
  readonly order: Order;
  readonly byDay: readonly UsageRow[] | undefined;
  readonly only: Only;
}

/** Times in which there are calls. Without a filter that is all of it. */
async function* stretches(
  ledger: Ledger,
  selection: Selection,
  { order, byDay, only }: Wanted,
): AsyncGenerator<Partial<BoundRange>> {
  const { from, to, where } = selection;
  if (where.length === 0) {
    yield { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return;
  }
  const has = (row: UsageRow): boolean => mayHold(row, only);
  const days = (byDay ?? (await sumsBy('day', ledger, selection))).filter(has);
  for (const day of rangesOf(days, 'day', selection, order)) {
    const within = { ...selection, ...day };
    yield* rangesOf((await sumsBy('hour', ledger, within)).filter(has), 'hour', within, order);
  }
}

/** Whether a time with these sums can have such calls. */
const mayHold = ({ errorCalls, cost }: UsageRow, { status, unpriced }: Only): boolean =>
  (status === undefined || status === 'ok' || errorCalls > 0) &&
  (unpriced !== true || cost.unpricedCalls > 0);

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
    }))
    // Days that were summed up for the first page lie before or behind those of later ones.
    .filter((range) => range.from < range.to);
