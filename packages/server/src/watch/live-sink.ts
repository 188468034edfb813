import { type PricedEvent, sameLedgerEvent } from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';
import type { Sink } from '../import/sink.ts';

export interface LiveCall {
  readonly call: StoredCall;
  readonly merged: boolean;
}

export interface LiveSink extends Sink {
  /** Calls that were appended without being told. */
  passed(): number;
}

/**
 * Appends to the ledger and tells what each batch changed in it, as the ledger then has it: each call once. After
 * `most` calls it only appends.
 */
export const liveSink = (ledger: Ledger, onCall: (call: LiveCall) => void, most: number): LiveSink => {
  let seen = 0;
  let passed = 0;
  return {
    passed: () => passed,
    append: async (batch) => {
      if (seen + batch.events.length > most) {
        const result = await ledger.append(batch);
        passed += result.added + result.merged;
        return result;
      }
      seen += batch.events.length;
      const before = await storedCalls(ledger, batch.events);
      const result = await ledger.append(batch);
      if (result.added + result.merged === 0) return result;
      for (const [id, call] of await storedCalls(ledger, batch.events)) {
        const old = before.get(id);
        if (!old || !sameLedgerEvent(old, call)) onCall({ call, merged: old !== undefined });
      }
      return result;
    },
  };
};

const storedCalls = async (
  ledger: Ledger,
  events: readonly PricedEvent[],
): Promise<ReadonlyMap<string, StoredCall>> => {
  const calls = new Map<string, StoredCall>();
  for (const event of events) {
    for (const key of event.keys) {
      for (const call of await ledger.findCalls(key)) if (call.keys.includes(key)) calls.set(call.id, call);
    }
  }
  return calls;
};
