import type { PricedEvent } from '@meterline/core';
import type { AppendResult, Ledger, LedgerBatch } from '@meterline/store';

/** Where priced batches go: the ledger, or in a dry run a view that is thrown away. */
export interface Sink {
  append(batch: LedgerBatch): Promise<AppendResult>;
}

/**
 * A sink for a dry run. It counts as the ledger would: a call that the ledger has, and a further copy of a call of this
 * run, are no additions. `view` is a ledger in memory that nobody reads afterwards.
 */
export const drySink = (ledger: Ledger, view: Ledger): Sink => ({
  append: async (batch) => {
    const unknown: PricedEvent[] = [];
    for (const event of batch.events) if (!(await isKnown(ledger, event))) unknown.push(event);
    const result = await view.append({ events: unknown });
    return { ...result, unchanged: result.unchanged + batch.events.length - unknown.length };
  },
});

const isKnown = async (ledger: Ledger, event: PricedEvent): Promise<boolean> => {
  for (const key of event.keys) {
    const calls = await ledger.findCalls(key);
    if (calls.some((call) => call.keys.includes(key))) return true;
  }
  return false;
};
