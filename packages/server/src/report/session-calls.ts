import { setImmediate as otherWork } from 'node:timers/promises';
import {
  addTotals,
  type CacheLapse,
  cacheChainOf,
  cacheLapses,
  totalsOfCall,
  type UsageTotals,
} from '@meterline/core';
import type { Ledger, SessionTotals, StoredCall } from '@meterline/store';
import { ofSession } from './session-detail.ts';

/** A call in its place in a session. */
export interface SessionCall {
  readonly call: StoredCall;
  /** All calls of the session up to this one, those that are no longer kept singly included. */
  readonly soFar: UsageTotals;
  /** From the end of the call before it in the same chain (session, agent, provider, model); null for the first. */
  readonly gapMs: number | null;
  /** Its cache had expired in the gap and was written again. */
  readonly lapse: CacheLapse | undefined;
}

export interface SessionCalls {
  /** A page, the oldest first. */
  readonly calls: readonly SessionCall[];
  /** Calls of the session of which only sums are still kept. They are before all others. */
  readonly totalsOnly: number;
}

/** Calls that are read in one go before other work has its turn. */
const CALLS_AT_ONCE = 1_000;

/**
 * A page of a session's calls. What came before decides the sums and gaps of each, so calls are read from the first one
 * to the end of the page.
 */
export const sessionCalls = async (
  ledger: Ledger,
  session: SessionTotals,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<SessionCalls> => {
  const where = ofSession(session);
  const read: StoredCall[] = [];
  for await (const call of ledger.events({ where, order: 'oldest', limit: offset + limit })) {
    read.push(call);
    if (read.length % CALLS_AT_ONCE === 0) await otherWork();
  }
  const before = await beforeFirst(ledger, session, read);
  const lapses = cacheLapses(read);
  const gaps = gapsOf(read);
  let soFar = before;
  const calls = read.map((call, at): SessionCall => {
    soFar = addTotals(soFar, totalsOfCall(call));
    return { call, soFar, gapMs: gaps[at]!, lapse: lapses.get(call) };
  });
  return { calls: calls.slice(offset), totalsOnly: before.calls };
};

/** Sums of calls that retention dropped: they lie before the first that is left. */
const beforeFirst = async (
  ledger: Ledger,
  session: SessionTotals,
  [first]: readonly StoredCall[],
): Promise<UsageTotals> => {
  const until = first === undefined ? {} : { to: first.startedAt };
  return (await ledger.usage({ zone: 'UTC', by: [], where: ofSession(session), ...until })).totals;
};

const gapsOf = (calls: readonly StoredCall[]): readonly (number | null)[] => {
  const ends = new Map<string | undefined, number>();
  return calls.map((call) => {
    const chain = cacheChainOf(call);
    const end = ends.get(chain);
    ends.set(chain, call.startedAt + (call.latencyMs ?? 0));
    return end === undefined ? null : Math.max(0, call.startedAt - end);
  });
};
