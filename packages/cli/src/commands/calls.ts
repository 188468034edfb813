import { matchingCalls } from '@meterline/server';
import type { EventQuery } from '@meterline/store';
import { boundsOf, questionOf, rowLimit } from '../arguments/question.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { callsReport } from '../report/calls-report.ts';
import { emit } from '../report/emit.ts';

const DEFAULT_ROWS = 20;
/** More calls than one answer should hold; `meterline export` streams all of them. */
const MAX_CALLS = 100_000;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async ({ ledger, zone }) => {
    const { range, where } = questionOf(invocation, zone, '30d');
    const limit = Math.min(rowLimit(invocation, DEFAULT_ROWS) ?? MAX_CALLS, MAX_CALLS);
    // One more than is shown tells whether there are more.
    const wanted = { order: 'newest', limit: limit + 1, only: outcomeOf(invocation) } as const;
    const calls = await Array.fromAsync(matchingCalls(ledger, { ...boundsOf(range), where, zone }, wanted));
    const hasMore = calls.length > limit;
    await emit(
      invocation,
      callsReport({ calls: calls.slice(0, limit), hasMore, range, where, zone, now: invocation.now }),
    );
    return 0;
  });

/** How the calls ended, and whether their price is known; `--status` takes no other words than the ledger's. */
const outcomeOf = ({ flags }: Invocation): Pick<EventQuery, 'status' | 'unpriced'> => {
  const status = flags.text('status') as EventQuery['status'];
  return { ...(status === undefined ? {} : { status }), ...(flags.on('unpriced') ? { unpriced: true } : {}) };
};
