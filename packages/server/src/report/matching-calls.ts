import { setImmediate as otherWork } from 'node:timers/promises';
import { nextInterval } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';
import { type Selection, selectionOf } from './selection.ts';

/**
 * Calls one by one, in order, without walking through others for long: sums by day tell on which days there are any, and
 * only these are read. Between two days other work has its turn.
 */
export async function* matchingCalls(
  ledger: Ledger,
  selection: Selection,
  {
    order,
    limit = Number.POSITIVE_INFINITY,
  }: { readonly order: 'oldest' | 'newest'; readonly limit?: number },
): AsyncGenerator<StoredCall> {
  const { from, to, where, zone } = selection;
  if (where.length === 0) {
    yield* ledger.events({ ...boundsOf(selection), order, ...(Number.isFinite(limit) ? { limit } : {}) });
    return;
  }
  const { rows } = await ledger.usage({ ...selectionOf(selection), by: [], interval: 'day' });
  const days = rows.flatMap(({ start }) => start ?? []).sort((a, b) => (order === 'newest' ? b - a : a - b));
  let left = limit;
  for (const day of days) {
    const range = {
      from: Math.max(day, from ?? day),
      to: Math.min(nextInterval(day, 'day', zone), to ?? Number.POSITIVE_INFINITY),
    };
    for await (const call of ledger.events({
      ...range,
      where,
      order,
      ...(Number.isFinite(left) ? { limit: left } : {}),
    })) {
      left -= 1;
      yield call;
    }
    if (left <= 0) return;
    await otherWork();
  }
}

const boundsOf = ({ from, to }: Selection): { readonly from?: number; readonly to?: number } => ({
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
});
