import { ApiError, type GetAnswer } from '@meterline/api/client';
import { type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client } from '../../data/client.ts';
import { MOVING, STILL } from '../../data/use-answer.ts';
import { pagesOf, type RowWindow } from '../../parts/virtual-rows.ts';
import type { Hop } from './task.ts';

type HopsAnswer = GetAnswer<'/tasks/{task}/hops'>;

export interface Hops {
  /** Hops of which more than sums is kept. */
  readonly count: number;
  /** Earlier hops of which only the sums are kept. */
  readonly totalsOnly: number;
  /** Undefined while it is on its way. */
  readonly hopAt: (index: number) => Hop | undefined;
  readonly error: ApiError | null;
  readonly retry: () => void;
}

const PAGE_HOPS = 500;
const PATH = '/tasks/{task}/hops';

/** The hops of a task in order, page by page as they come into view; a page that is full does not change. */
export const useHops = (task: string, calls: number, window: RowWindow): Hops => {
  const queries = useQueryClient();
  const known = (page: number): HopsAnswer | undefined =>
    queries.getQueryData([STILL, PATH, task, page]) ?? queries.getQueryData([MOVING, PATH, task, page]);
  const totalsOnly = known(0)?.totalsOnly ?? 0;
  const count = Math.max(0, calls - totalsOnly);
  const pages = [...new Set([0, ...pagesOf(window, count, PAGE_HOPS)])];
  const { answers, error } = useQueries({
    queries: pages.map((page) => ({
      queryKey: [(page + 1) * PAGE_HOPS <= count ? STILL : MOVING, PATH, task, page] as const,
      queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<HopsAnswer> =>
        client.get(PATH, { offset: page * PAGE_HOPS, limit: PAGE_HOPS }, { params: { task }, signal }),
      placeholderData: () => known(page),
    })),
    combine,
  });
  const held = useMemo(
    () =>
      new Map(
        answers.flatMap((answer) => (answer === undefined ? [] : [[answer.offset, answer.hops] as const])),
      ),
    [answers],
  );
  return {
    count,
    totalsOnly,
    hopAt: (index) => held.get(index - (index % PAGE_HOPS))?.[index % PAGE_HOPS],
    error: held.size === 0 && error instanceof ApiError ? error : null,
    retry: () => void queries.refetchQueries({ queryKey: [MOVING, PATH, task] }),
  };
};

const combine = (results: readonly UseQueryResult<HopsAnswer>[]) => ({
  answers: results.map(({ data }) => data),
  error: results.find((result) => result.error !== null)?.error ?? null,
});
