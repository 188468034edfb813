import { subtractTotals, totalsOfCall, type UsageTotals } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';
import type { Selection } from './selection.ts';

/** A call in its place: what it used, and what all calls up to it used. */
export interface Turn {
  readonly call: StoredCall;
  readonly usage: UsageTotals;
  readonly soFar: UsageTotals;
}

export interface Turns {
  /** The last calls, oldest first. */
  readonly turns: readonly Turn[];
  readonly totals: UsageTotals;
  /** Earlier calls, which are in the sums only. */
  readonly omitted: number;
  /** Of these, calls that are no longer kept singly. */
  readonly totalsOnly: number;
}

/** The last `limit` calls. What was used before them is known from the totals, so no earlier call is read. */
export const lastTurns = async (ledger: Ledger, selection: Selection, limit: number): Promise<Turns> => {
  const { totals } = await ledger.usage({ ...selection, by: [] });
  const turns: Turn[] = [];
  let soFar = totals;
  for await (const call of ledger.events({ ...selection, order: 'newest', limit })) {
    const usage = totalsOfCall(call);
    turns.push({ call, usage, soFar });
    soFar = subtractTotals(soFar, usage);
  }
  const omitted = totals.calls - turns.length;
  return { turns: turns.reverse(), totals, omitted, totalsOnly: turns.length < limit ? omitted : 0 };
};
