import type { Filter } from '@meterline/core';
import { callAttempts, connections, matchingCalls } from '@meterline/server';
import type { EventQuery, Ledger, StoredCall } from '@meterline/store';

/** What the list of calls, the page of one call and the page Connect ask of a ledger. */

type Ask = (ledger: Ledger) => Promise<unknown>;
type Asks = Readonly<Record<string, Ask>>;
interface Range {
  readonly from: number;
  readonly to: number;
}

/** Calls of a page of the list. */
const PAGE_CALLS = 100;
const BY_APP: readonly Filter[] = [{ dimension: 'app', op: '=', value: 'claude-code' }];
/** Few calls, spread over all of the time. */
const RARE: readonly Filter[] = [
  { dimension: 'user', op: '=', value: 'user-7' },
  { dimension: 'feature', op: '=', value: 'feature-3' },
];

type Only = Pick<EventQuery, 'status' | 'unpriced' | 'after'>;

/** A page as the API answers it: the sums by day, and from them the calls. */
const page = async (ledger: Ledger, range: Range, where: readonly Filter[], only: Only) => {
  const scope = { zone: 'UTC', where, ...range };
  const { rows: byDay } = await ledger.usage({ ...scope, by: [], interval: 'day' });
  const wanted = { order: 'newest', limit: PAGE_CALLS + 1, byDay, only } as const;
  return Array.fromAsync(matchingCalls(ledger, scope, wanted));
};

const ask =
  (range: Range, where: readonly Filter[] = [], only: Only = {}): Ask =>
  (ledger) =>
    page(ledger, range, where, only);

/** The list of calls in a range; `middle` is a call in the midst of it. */
export const callListAsks = (name: string, range: Range, middle: StoredCall): Asks => ({
  [`${name}, first page`]: ask(range),
  [`${name}, a page in the middle`]: ask(range, [], { after: middle }),
  [`${name}, of an app`]: ask(range, BY_APP),
  [`${name}, of an app, in the middle`]: ask(range, BY_APP, { after: middle }),
  [`${name}, of few`]: ask(range, RARE),
  [`${name}, failed`]: ask(range, [], { status: 'failed' }),
  [`${name}, failed, of few`]: ask(range, RARE, { status: 'failed' }),
  [`${name}, not priced`]: ask(range, [], { unpriced: true }),
  [`${name}, ended well`]: ask(range, [], { status: 'ok' }),
});

/** The page of a call. */
export const oneCallAsks = (call: StoredCall): Asks => ({
  'found by id': (ledger) => ledger.findCalls(call.id),
  // The world has no fingerprints: with one, all that lies around the call is looked at.
  attempts: (ledger) => callAttempts(ledger, { ...call, promptFingerprint: 'f' }),
});

export const connectAsks = (): Asks => ({ lights: (ledger) => connections(ledger, 'UTC') });
