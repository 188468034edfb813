import type { ApiError, GetAnswer, GetPath, Query } from '@meterline/api/client';
import { keepPreviousData, type UseQueryResult, usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { client } from './client.ts';

export interface AskOptions {
  /** Values of the `{names}` in the path. */
  readonly params?: Readonly<Record<string, string>>;
  /** False: do not ask (yet). */
  readonly when?: boolean;
  /** True: what it answers does not change with the ledger (prices, a call). Default false: asked again when it moves. */
  readonly still?: boolean;
}

/** First part of the key of every question that is asked again when the ledger has moved. */
export const MOVING = 'moving';
export const STILL = 'still';

/** By which an answer is known; also to put one there that came with a change. */
export const answerKey = <P extends GetPath>(
  path: P,
  query: Query<P>,
  { params = {}, still = false }: Pick<AskOptions, 'params' | 'still'> = {},
) => [still ? STILL : MOVING, path, params, query] as const;

/**
 * Asks the API. Numbers of the question before stay on screen (`isPlaceholderData`) until the new ones are there; what
 * went wrong is an `ApiError`.
 */
export const useAnswer = <P extends GetPath>(
  path: P,
  query: Query<P>,
  { params = {}, when = true, still = false }: AskOptions = {},
): UseQueryResult<GetAnswer<P>, ApiError> =>
  useQuery<GetAnswer<P>, ApiError>({
    queryKey: answerKey(path, query, { params, still }),
    queryFn: ({ signal }) => client.get(path, query, { params, signal }),
    placeholderData: keepPreviousData as never,
    enabled: when,
  });

/**
 * The same, asked before what the parts of the page ask: these are mounted first, and a browser asks no more than six
 * questions at once. For the answer that a page is opened for.
 */
export const useFirstAnswer = <P extends GetPath>(
  path: P,
  query: Query<P>,
): UseQueryResult<GetAnswer<P>, ApiError> => {
  usePrefetchQuery({
    queryKey: answerKey(path, query),
    queryFn: ({ signal }) => client.get(path, query, { params: {}, signal }),
  });
  return useAnswer(path, query);
};
