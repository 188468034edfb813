import { ApiError } from '@meterline/api/client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { client } from '../../data/client.ts';
import { STILL } from '../../data/use-answer.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import type { CallsAnswer, CallsAsked, ListedCall } from './calls-asked.ts';

/** Calls of one question to the server. */
export const PAGE_CALLS = 100;
/** The list is not longer: nobody reads on, and every call of it is in memory. */
export const MAX_LISTED = 20_000;
/** Calls that are asked for before they are in view. */
const AHEAD = 60;

export interface CallList {
  /** The first answer: how many match, zone, range. Undefined until it is there. */
  readonly first: CallsAnswer | undefined;
  readonly error: ApiError | null;
  readonly retry: () => void;
  /** Rows on screen are of the question before. */
  readonly isStale: boolean;
  /** Newest first, as far as it was read down. */
  readonly calls: readonly ListedCall[];
  /** There are more, and the list may still grow. */
  readonly hasMore: boolean;
  /** Ends at `MAX_LISTED`, not with the last call. */
  readonly isCut: boolean;
  /** Makes the list anew. */
  readonly renew: () => void;
}

/**
 * The list as it was when it was asked for, page behind page as it is read down: calls that come in since then change
 * nothing in it.
 */
export const useCallList = (asked: CallsAsked, window: RowWindow): CallList => {
  const [edition, setEdition] = useState(0);
  const query = useInfiniteQuery({
    queryKey: [STILL, '/calls', asked, edition],
    queryFn: ({ pageParam, signal }): Promise<CallsAnswer> =>
      client.get(
        '/calls',
        { ...asked, limit: PAGE_CALLS, ...(pageParam === undefined ? {} : { after: pageParam }) },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }: CallsAnswer) => next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const { data, error, hasNextPage, isFetchingNextPage, isPlaceholderData, isError, fetchNextPage, refetch } =
    query;
  const calls = useMemo(() => distinct(data?.pages ?? []), [data]);
  const isFull = calls.length >= MAX_LISTED;
  const hasMore = hasNextPage && !isFull;
  const isNear = window.last + AHEAD >= calls.length;
  useEffect(() => {
    if (hasMore && isNear && !isFetchingNextPage && !isPlaceholderData && !isError) void fetchNextPage();
  }, [hasMore, isNear, isFetchingNextPage, isPlaceholderData, isError, fetchNextPage]);
  return {
    first: data?.pages[0],
    error: error instanceof ApiError ? error : null,
    retry: () => void (data === undefined ? refetch() : fetchNextPage()),
    isStale: isPlaceholderData,
    calls,
    hasMore,
    isCut: hasNextPage && isFull,
    renew: useCallback(() => setEdition((before) => before + 1), []),
  };
};

/** Where a call moved between two questions, it may come twice. */
const distinct = (pages: readonly CallsAnswer[]): readonly ListedCall[] => {
  const calls = new Map<string, ListedCall>();
  for (const { rows } of pages) for (const call of rows) if (!calls.has(call.id)) calls.set(call.id, call);
  return [...calls.values()];
};
