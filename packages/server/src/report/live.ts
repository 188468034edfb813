import { setImmediate as otherWork } from 'node:timers/promises';
import {
  addTotals,
  type Filter,
  MINUTE_MS,
  NO_USAGE,
  startOfInterval,
  totalsOfCall,
  type UsageTotals,
} from '@meterline/core';
import type { Ledger, StoredCall } from '@meterline/store';
import { matchingCalls } from './matching-calls.ts';

export interface LiveQuery {
  readonly zone: string;
  readonly where: readonly Filter[];
  /** At most `MAX_LIVE_MINUTES`. */
  readonly minutes: number;
  /** Newest calls to give. */
  readonly limit: number;
}

/** The last minutes, minute by minute. */
export interface Live {
  /** Every minute, the oldest first; the last one is running. */
  readonly minutes: readonly { readonly start: number; readonly totals: UsageTotals }[];
  /** Of all these minutes. */
  readonly totals: UsageTotals;
  /** Calls that are in the totals but in none of the minutes: too many to be read one by one, or no longer kept singly. */
  readonly outsideCalls: number;
  /** Since midnight in the zone. */
  readonly today: UsageTotals;
  /** The newest first. */
  readonly calls: readonly StoredCall[];
}

export const MAX_LIVE_MINUTES = 180;
/** Calls that are read for the minutes, the newest first; beyond it the oldest minutes are too low. */
const MAX_READ = 20_000;
/** Calls that are read in one go before other work has its turn. */
const CALLS_AT_ONCE = 1_000;

/** What happened just now. Minutes are finer than any sum that is kept, so calls are added up one by one. */
export const live = async (
  ledger: Ledger,
  { zone, where, minutes: asked, limit }: LiveQuery,
  now: number,
): Promise<Live> => {
  const count = Math.max(1, Math.min(asked, MAX_LIVE_MINUTES));
  const last = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const from = last - (count - 1) * MINUTE_MS;
  const to = last + MINUTE_MS;
  const { sums, read } = await byMinute(ledger, { from, to, where }, count);
  const { totals } = await ledger.usage({ zone, where, by: [], from, to });
  const midnight = startOfInterval(now, 'day', zone);
  const today = await ledger.usage({ zone, where, by: [], from: midnight, to });
  return {
    minutes: sums.map((sum, at) => ({ start: from + at * MINUTE_MS, totals: sum })),
    totals,
    outsideCalls: totals.calls - read,
    today: today.totals,
    calls: await Array.fromAsync(matchingCalls(ledger, { zone, where, to }, { order: 'newest', limit })),
  };
};

interface Minutes {
  readonly sums: readonly UsageTotals[];
  /** Calls that are in them. */
  readonly read: number;
}

const byMinute = async (
  ledger: Ledger,
  range: { readonly from: number; readonly to: number; readonly where: readonly Filter[] },
  count: number,
): Promise<Minutes> => {
  const sums = Array.from({ length: count }, () => NO_USAGE);
  let read = 0;
  for await (const call of ledger.events({ ...range, order: 'newest', limit: MAX_READ })) {
    const at = Math.floor((call.startedAt - range.from) / MINUTE_MS);
    sums[at] = addTotals(sums[at]!, totalsOfCall(call));
    read += 1;
    if (read % CALLS_AT_ONCE === 0) await otherWork();
  }
  return { sums, read };
};
