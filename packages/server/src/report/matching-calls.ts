import { setImmediate as otherWork } from 'node:timers/promises';
import { type Interval, nextInterval } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';
import type { BoundRange } from './comparison.ts';
import { type Selection, selectionOf } from './selection.ts';

type Order = 'oldest' | 'newest';

/**
 * Calls one by one, in order, without walking through others for long: sums tell in which hours of which days there are
 * any, and only these are read. Between two hours other work has its turn.
 */
export async function* matchingCalls(
  ledger: Ledger,
  selection: Selection,
  { order, limit }: { readonly order: Order; readonly limit?: number },
): AsyncGenerator<StoredCall> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  for await (const range of stretches(ledger, selection, order)) {
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
): AsyncGenerator<Partial<BoundRange>> {
  const { from, to, where } = selection;
  if (where.length === 0) {
    yield { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    return;
  }
  for (const day of await occupied(ledger, selection, 'day', order))
    yield* await occupied(ledger, { ...selection, ...day }, 'hour', order);
}

const occupied = async (
  ledger: Ledger,
  selection: Selection,
  interval: Interval,
  order: Order,
): Promise<readonly BoundRange[]> => {
  const { from, to, zone } = selection;
  const { rows } = await ledger.usage({ ...selectionOf(selection), by: [], interval });
  return rows
    .map(({ start }) => start!)
    .sort((a, b) => (order === 'newest' ? b - a : a - b))
    .map((start) => ({
      from: Math.max(start, from ?? start),
      to: Math.min(nextInterval(start, interval, zone), to ?? Number.POSITIVE_INFINITY),
    }));
};
