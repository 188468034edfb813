import { ApiError } from '@meterline/api/client';
import {
  keepPreviousData,
  type QueryClient,
  useQueries,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { MOVING, STILL } from '../../data/use-answer.ts';
import type { NotedRange } from '../../format/days.ts';
import type { Question } from '../../state/view.ts';
import { pagesOf, type RowWindow } from '../virtual-rows.ts';
import { PAGE_ROWS, pageAsOf } from './list-pages.ts';

export interface ListAsked<Order extends string> extends Question {
  readonly search?: string;
  readonly orderBy: Order;
}

interface ListAnswer<Row> {
  readonly rows: readonly Row[];
  readonly count: number;
  readonly range: NotedRange;
  readonly zone: string;
}

type PageAsked<Order extends string> = ListAsked<Order | 'newest'> & {
  readonly offset?: number;
  readonly limit: number;
};

/** A list that the server gives page by page, in several orders. */
export interface ListOf<Row, Order extends string> {
  /** Where it is asked for. */
  readonly path: string;
  readonly ask: (asked: PageAsked<Order>, signal: AbortSignal) => Promise<ListAnswer<Row>>;
  readonly keyOf: (row: Row) => string;
}

export interface ListRows<Row> {
  /** The first answer: count, zone, range. Undefined until it is there. */
  readonly answer: ListAnswer<Row> | undefined;
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
export const useListRows = <Row, Order extends string>(
  list: ListOf<Row, Order>,
  asked: ListAsked<Order>,
  window: RowWindow,
): ListRows<Row> => {
  const queries = useQueryClient();
  const [edition, setEdition] = useState(0);
  const wanted = useMemo(() => ({ asked, edition }), [asked, edition]);
  const [shown, setShown] = useState(wanted);
  const [head] = useQueries({ queries: [pageQuery(list, queries, wanted, 0)] });
  if (head.data !== undefined && shown !== wanted) setShown(wanted);

  const pageIn = (page: number): ListAnswer<Row> | undefined =>
    queries.getQueryData(keyOf(list.path, shown, page));
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

interface Listed<Order extends string> {
  readonly asked: ListAsked<Order>;
  readonly edition: number;
}

const keyOf = (path: string, { asked, edition }: Listed<string>, page: number) =>
  [STILL, path, asked, edition, page] as const;

const pageQuery = <Row, Order extends string>(
  list: ListOf<Row, Order>,
  queries: QueryClient,
  listed: Listed<Order>,
  page: number,
) => ({
  queryKey: keyOf(list.path, listed, page),
  queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<ListAnswer<Row>> =>
    pageAsOf(
      page,
      page === 0 ? undefined : queries.getQueryData<ListAnswer<Row>>(keyOf(list.path, listed, 0))?.count,
      listed.asked.orderBy === 'newest',
      (offset, limit) => list.ask({ ...listed.asked, offset, limit }, signal),
    ),
});

/** The newest rows as they are now, whatever the list is ordered by. */
const useNewest = <Row, Order extends string>(list: ListOf<Row, Order>, asked: ListAsked<Order>) => {
  const { data, isPlaceholderData } = useQuery<ListAnswer<Row>>({
    queryKey: [MOVING, list.path, 'newest', asked],
    queryFn: ({ signal }) => list.ask({ ...asked, orderBy: 'newest', limit: WATCHED }, signal),
    placeholderData: keepPreviousData as never,
  });
  const now = isPlaceholderData ? undefined : data;
  const fresh = useMemo(() => new Map((now?.rows ?? []).map((row) => [list.keyOf(row), row])), [list, now]);
  return { fresh, newest: now?.count };
};
