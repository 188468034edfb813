import type { LiveCall } from '@meterline/api/client';
import type { Filter } from '@meterline/core';
import { matchesFilters } from '../../data/matches-filters.ts';
import { type CallsAnswer, type CallsAsked, endedSo, type ListedCall } from './calls-asked.ts';

/** More new calls than these are not told apart any more. */
export const MAX_NEW = 999;
/** Calls of the list that became better known since; the oldest of them is forgotten first. */
const MAX_BETTER = 500;

/** What has come since the list was made. */
export interface ToldCalls {
  /** Ids of calls that would stand in it. */
  readonly fresh: ReadonlySet<string>;
  /** Calls came of which only the server knows whether they would. */
  readonly inDoubt: boolean;
  /** Calls of the list that are known better by now. */
  readonly better: ReadonlyMap<string, ListedCall>;
}

export const NOTHING_TOLD: ToldCalls = { fresh: new Set(), inDoubt: false, better: new Map() };

/** What is said of a list that was made by this question and answer. */
export interface ListMade {
  readonly where: readonly Filter[];
  readonly asked: CallsAsked;
  readonly first: CallsAnswer | undefined;
}

/** What was told before, with more calls. */
export const toldWith = (
  before: ToldCalls,
  came: readonly LiveCall[],
  { where, asked, first }: ListMade & { readonly first: CallsAnswer },
): ToldCalls => {
  const fresh = new Set(before.fresh);
  const better = new Map(before.better);
  let { inDoubt } = before;
  for (const call of came) {
    if (call.merged) {
      better.delete(call.id);
      better.set(call.id, call);
    }
    if (call.recordedAt <= first.now || !isInRange(call, first) || !endedSo(call, asked)) continue;
    const fits = matchesFilters(call, where);
    if (fits === undefined) inDoubt = true;
    else if (fits && !call.merged && fresh.size <= MAX_NEW) fresh.add(call.id);
  }
  return { fresh, inDoubt, better: new Map([...better].slice(-MAX_BETTER)) };
};

/** A time that ends now goes on. */
const isInRange = ({ startedAt }: LiveCall, { range: { from, to }, now }: CallsAnswer): boolean =>
  (from === null || startedAt >= from) && (to === null || to >= now || startedAt < to);
