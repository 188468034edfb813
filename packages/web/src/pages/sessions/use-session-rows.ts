import { ApiError } from '@meterline/api/client';
import { type QueryClient, useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { client } from '../../data/client.ts';
import { STILL, useAnswer } from '../../data/use-answer.ts';
import { pagesOf, type RowWindow } from '../../parts/virtual-rows.ts';
import type { Question } from '../../state/view.ts';
import { type SessionRow, sessionKey } from './session-key.ts';
import type { SessionOrder } from './session-order.ts';
import { PAGE_ROWS, pageAsOf, type SessionsAnswer } from './session-pages.ts';

export interface SessionsAsked extends Question {
  readonly search?: string;
  readonly orderBy: SessionOrder;
}

export interface SessionRows {
  /** The first answer: count, zone, range. Undefined until it is there. */
  readonly answer: SessionsAnswer | undefined;
  readonly error: ApiError | null;
  readonly retry: () => void;
  /** Rows on screen are of the question before. */
  readonly isStale: boolean;
  readonly rowAt: (index: number) => SessionRow | undefined;
  /** Sessions that came since the list was made. */
  readonly newSessions: number;
  /** Makes the list anew. */
  readonly renew: () => void;
}

/** Newest sessions that are looked at whenever the ledger moves: for new ones, and for figures of those on screen. */
const WATCHED = 100;

/**
 * The list as it was when it was asked for: rows keep their places while calls come in, only their figures move. Pages
 * are asked for as they come into view.
 */
export const useSessionRows = (asked: SessionsAsked, window: RowWindow): SessionRows => {
  const queries = useQueryClient();
  const [edition, setEdition] = useState(0);
  const wanted = useMemo(() => ({ asked, edition }), [asked, edition]);
  const [shown, setShown] = useState(wanted);
  const [head] = useQueries({ queries: [pageQuery(queries, wanted, 0)] });
  if (head.data !== undefined && shown !== wanted) setShown(wanted);

  const first = pageIn(queries, shown, 0);
  useQueries({
    queries: pagesOf(aheadOf(window), first?.count ?? 0, PAGE_ROWS).map((page) =>
      pageQuery(queries, shown, page),
    ),
  });
  const { fresh, newest } = useNewest(shown.asked);
  return {
    answer: first,
    error: head.error instanceof ApiError ? head.error : null,
    retry: () => void head.refetch(),
    isStale: shown !== wanted,
    rowAt: (index) => {
      const row = pageIn(queries, shown, Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
      return row === undefined ? undefined : (fresh.get(sessionKey(row)) ?? row);
    },
    newSessions: Math.max(0, (newest ?? 0) - (first?.count ?? 0)),
    renew: useCallback(() => setEdition((before) => before + 1), []),
  };
};

/** Rows that are asked for before they are in view. */
const AHEAD = 40;
const aheadOf = ({ first, last }: RowWindow): RowWindow => ({ first: first - AHEAD, last: last + AHEAD });

interface Listed {
  readonly asked: SessionsAsked;
  readonly edition: number;
}

const keyOf = ({ asked, edition }: Listed, page: number) =>
  [STILL, '/sessions', asked, edition, page] as const;

const pageIn = (queries: QueryClient, listed: Listed, page: number): SessionsAnswer | undefined =>
  queries.getQueryData(keyOf(listed, page));

const pageQuery = (queries: QueryClient, listed: Listed, page: number) => ({
  queryKey: keyOf(listed, page),
  queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<SessionsAnswer> =>
    pageAsOf(
      page,
      page === 0 ? undefined : pageIn(queries, listed, 0)?.count,
      listed.asked.orderBy === 'newest',
      (offset, limit) => client.get('/sessions', { ...listed.asked, offset, limit }, { signal }),
    ),
});

/** The newest sessions as they are now, whatever the list is ordered by. */
const useNewest = (asked: SessionsAsked) => {
  const { data, isPlaceholderData } = useAnswer('/sessions', { ...asked, orderBy: 'newest', limit: WATCHED });
  const now = isPlaceholderData ? undefined : data;
  const fresh = useMemo(() => new Map((now?.rows ?? []).map((row) => [sessionKey(row), row])), [now]);
  return { fresh, newest: now?.count };
};
