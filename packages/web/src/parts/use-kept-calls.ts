import { ApiError } from '@meterline/api/client';
import { type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { MOVING, STILL } from '../data/use-answer.ts';
import { pagesOf, type RowWindow } from './virtual-rows.ts';

interface CallsAnswer {
  readonly offset: number;
  readonly totalsOnly: number;
}

/** The calls of one thing, in the order in which they began. */
export interface CallsOf<Answer extends CallsAnswer, Call> {
  /** By which its answers are known. */
  readonly key: readonly unknown[];
  /** Calls of which sums at least are kept. */
  readonly calls: number;
  /** Calls of one question. */
  readonly pageCalls: number;
  /** Pages that are asked for without scrolling there, one after the other. */
  readonly ahead: number;
  readonly ask: (offset: number, limit: number, signal: AbortSignal) => Promise<Answer>;
  /** One function for the whole life of the page. */
  readonly callsOf: (answer: Answer) => readonly Call[];
}

export interface KeptCalls<Call> {
  /** Calls of which more than sums is kept. */
  readonly count: number;
  /** Earlier calls of which only the sums are kept. */
  readonly totalsOnly: number;
  /** Undefined while it is on its way. */
  readonly callAt: (index: number) => Call | undefined;
  /** Pages by the index of their first call. */
  readonly held: ReadonlyMap<number, readonly Call[]>;
  readonly error: ApiError | null;
  readonly retry: () => void;
}

/** Calls page by page as they come into view; a page that is full does not change, the last one moves. */
export const useKeptCalls = <Answer extends CallsAnswer, Call>(
  { key, calls, pageCalls, ahead, ask, callsOf }: CallsOf<Answer, Call>,
  window: RowWindow,
): KeptCalls<Call> => {
  const queries = useQueryClient();
  const known = (page: number): Answer | undefined =>
    queries.getQueryData([STILL, ...key, page]) ?? queries.getQueryData([MOVING, ...key, page]);
  const totalsOnly = known(0)?.totalsOnly ?? 0;
  const count = Math.max(0, calls - totalsOnly);

  let next = 0;
  while (next < ahead - 1 && known(next) !== undefined) next += 1;
  const first = Math.max(1, Math.min(next + 1, Math.ceil(count / pageCalls)));
  const wanted = new Set([...Array(first).keys(), ...pagesOf(window, count, pageCalls)]);
  const { answers, error } = useQueries({
    queries: [...wanted]
      .sort((a, b) => a - b)
      .map((page) => ({
        queryKey: [(page + 1) * pageCalls <= count ? STILL : MOVING, ...key, page],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) => ask(page * pageCalls, pageCalls, signal),
        placeholderData: () => known(page),
      })),
    combine: combine<Answer>,
  });
  const held = useMemo(
    () =>
      new Map(
        answers.flatMap((answer) =>
          answer === undefined ? [] : [[answer.offset, callsOf(answer)] as const],
        ),
      ),
    [answers, callsOf],
  );
  return {
    count,
    totalsOnly,
    callAt: (index) => held.get(index - (index % pageCalls))?.[index % pageCalls],
    held,
    error: held.size === 0 && error instanceof ApiError ? error : null,
    retry: () => void queries.refetchQueries({ queryKey: [MOVING, ...key] }),
  };
};

const combine = <Answer>(results: readonly UseQueryResult<Answer>[]) => ({
  answers: results.map(({ data }) => data),
  error: results.find((result) => result.error !== null)?.error ?? null,
});
