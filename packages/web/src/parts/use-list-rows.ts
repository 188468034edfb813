import { ApiError } from '@meterline/api/client';
import {
  keepPreviousData,
  type QueryClient,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { MOVING, STILL } from '../data/use-answer.ts';
import { PAGE_ROWS, pageAsOf } from './list-pages.ts';
import { pagesOf, type RowWindow } from './virtual-rows.ts';

interface ListAnswer<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
}

/** A list that the server gives page by page, in several orders. */
export interface ListOf<Row, Asked extends { readonly orderBy: string }, Answer extends ListAnswer<Row>> {
  /** What its answers are known by. */
  readonly name: string;
  readonly ask: (
    asked: Asked & { readonly offset?: number; readonly limit: number },
    signal: AbortSignal,
  ) => Promise<Answer>;
  readonly keyOf: (row: Row) => string;
}

export interface ListRows<Row, Answer> {
  /** The first answer: count, zone, range. Undefined until it is there. */
  readonly answer: Answer | undefined;
  readonly error: ApiError | null;
  readonly retry: () => void;
  /** Rows on screen are of the question before. */
  readonly isStale: boolean;
  readonly rowAt: (index: number) => Row | undefined;
  /** Rows that came since the list was made. */
  readonly newRows: number;
  /** Makes the list anew. */
  readonly renew: () => void;
}

/** Newest rows that are looked at whenever the ledger moves: for new ones, and for figures of those on screen. */
const WATCHED = 100;

/**
 * The list as it was when it was asked for: rows keep their places while calls come in, only their figures move. Pages
 * are asked for as they come into view. `list` is one for the whole life of the page.
 */
export const useListRows = <Row, Asked extends { readonly orderBy: string }, Answer extends ListAnswer<Row>>(
  list: ListOf<Row, Asked, Answer>,
  asked: Asked,
  window: RowWindow,
): ListRows<Row, Answer> => {
  const queries = useQueryClient();
  const [edition, setEdition] = useState(0);
  const wanted = useMemo(() => ({ asked, edition }), [asked, edition]);
  const [shown, setShown] = useState(wanted);
  const [head] = useQueries({ queries: [pageQuery(list, queries, wanted, 0)] });
  if (head.data !== undefined && shown !== wanted) setShown(wanted);

  const pageIn = (page: number): Answer | undefined => queries.getQueryData(keyOf(list.name, shown, page));
  const first = pageIn(0);
  useQueries({
    queries: pagesOf(aheadOf(window), first?.count ?? 0, PAGE_ROWS).map((page) =>
      pageQuery(list, queries, shown, page),
    ),
  });
  const { fresh, newest } = useNewest(list, shown.asked);
  return {
    answer: first,
    error: head.error instanceof ApiError ? head.error : null,
    retry: () => void head.refetch(),
    isStale: shown !== wanted,
    rowAt: (index) => {
      const row = pageIn(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
      return row === undefined ? undefined : (fresh.get(list.keyOf(row)) ?? row);
    },
    newRows: Math.max(0, (newest ?? 0) - (first?.count ?? 0)),
    renew: useCallback(() => setEdition((before) => before + 1), []),
  };
};

/** Rows that are asked for before they are in view. */
const AHEAD = 40;
const aheadOf = ({ first, last }: RowWindow): RowWindow => ({ first: first - AHEAD, last: last + AHEAD });

interface Listed<Asked> {
  readonly asked: Asked;
  readonly edition: number;
}

const keyOf = <Asked>(name: string, { asked, edition }: Listed<Asked>, page: number) =>
  [STILL, name, asked, edition, page] as const;

const pageQuery = <Row, Asked extends { readonly orderBy: string }, Answer extends ListAnswer<Row>>(
  list: ListOf<Row, Asked, Answer>,
  queries: QueryClient,
  listed: Listed<Asked>,
  page: number,
) => ({
  queryKey: keyOf(list.name, listed, page),
  queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<Answer> =>
    pageAsOf(
      page,
      page === 0 ? undefined : queries.getQueryData<Answer>(keyOf(list.name, listed, 0))?.count,
      listed.asked.orderBy === 'newest',
      (offset, limit) => list.ask({ ...listed.asked, offset, limit }, signal),
    ),
});

/** The newest rows as they are now, whatever the list is ordered by. */
const useNewest = <Row, Asked extends { readonly orderBy: string }, Answer extends ListAnswer<Row>>(
  list: ListOf<Row, Asked, Answer>,
  asked: Asked,
) => {
  const { data, isPlaceholderData } = useQuery<Answer>({
    queryKey: [MOVING, list.name, 'newest', asked],
    queryFn: ({ signal }) => list.ask({ ...asked, orderBy: 'newest', limit: WATCHED }, signal),
    placeholderData: keepPreviousData as never,
  });
  const now = isPlaceholderData ? undefined : data;
  const fresh = useMemo(() => new Map((now?.rows ?? []).map((row) => [list.keyOf(row), row])), [list, now]);
  return { fresh, newest: now?.count };
};
