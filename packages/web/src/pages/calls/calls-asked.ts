import type { GetAnswer, Query } from '@meterline/api/client';
import type { Question } from '../../state/view.ts';

export type CallsAnswer = GetAnswer<'/calls'>;
export type ListedCall = CallsAnswer['rows'][number];
export type AskedStatus = NonNullable<Query<'/calls'>['status']>;

/** What the list is of: the page's time and filters, how the calls ended, and whether their price is known. */
export interface CallsAsked extends Question {
  readonly status?: AskedStatus;
  readonly unpriced?: 'yes';
}

export const STATUS_TEXTS: Readonly<Record<AskedStatus, string>> = {
  ok: 'Ended well',
  failed: 'Failed or aborted',
  error: 'With an error',
  aborted: 'Aborted',
};

/** What an address names; whatever cannot be read is as if it were not there. */
export const askedCalls = (
  question: Question,
  status: string | undefined,
  unpriced: string | undefined,
): CallsAsked => ({
  ...question,
  ...(status !== undefined && Object.hasOwn(STATUS_TEXTS, status) ? { status: status as AskedStatus } : {}),
  ...(unpriced === 'yes' ? { unpriced } : {}),
});

/** The same in the words of `meterline calls`. */
export const flagsOf = ({ status, unpriced }: CallsAsked): readonly string[] => [
  ...(status === undefined ? [] : [`--status ${status}`]),
  ...(unpriced === undefined ? [] : ['--unpriced']),
];

/** Whether a call ended so, and has or has not a price, as it is asked. */
export const endedSo = (
  call: Pick<ListedCall, 'status' | 'cost'>,
  { status, unpriced }: Pick<CallsAsked, 'status' | 'unpriced'>,
): boolean =>
  (status === undefined || (status === 'failed' ? call.status !== 'ok' : call.status === status)) &&
  (unpriced === undefined || call.cost.status === 'unpriced');
