import { ApiError, type GetAnswer } from '@meterline/api/client';
import { type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client } from '../../data/client.ts';
import { MOVING, STILL } from '../../data/use-answer.ts';
import { pagesOf, type RowWindow } from '../../parts/virtual-rows.ts';
import type { PlacedTurn, Turn } from './turn.ts';

type TurnsAnswer = GetAnswer<'/sessions/{session}/calls'>;

export interface Turns {
  /** Calls of which more than sums is kept. */
  readonly count: number;
  /** Earlier calls of which only the sums are kept. */
  readonly totalsOnly: number;
  /** Undefined while it is on its way. */
  readonly turnAt: (index: number) => PlacedTurn | undefined;
  /** The first ones without a gap, for the timeline. */
  readonly leading: readonly Turn[];
  /** Indices of the turns that are known to have lost their cache, ascending. */
  readonly lapses: readonly number[];
  readonly error: ApiError | null;
  readonly retry: () => void;
}

const PAGE_TURNS = 1000;
/** Pages that are asked for without scrolling there, one after the other: what the timeline shows at most. */
const MAX_AHEAD = 10;
const PATH = '/sessions/{session}/calls';

/** The calls of a session in order, page by page; a page that is full does not change, the last one moves. */
export const useTurns = (
  { session, app }: { readonly session: string; readonly app: string | null },
  calls: number,
  window: RowWindow,
): Turns => {
  const queries = useQueryClient();
  const query = useMemo(() => ({ session, ...(app === null ? {} : { app }) }), [session, app]);
  const known = (page: number): TurnsAnswer | undefined =>
    queries.getQueryData([STILL, PATH, query, page]) ?? queries.getQueryData([MOVING, PATH, query, page]);
  const totalsOnly = known(0)?.totalsOnly ?? 0;
  const count = Math.max(0, calls - totalsOnly);

  let ahead = 0;
  while (ahead < MAX_AHEAD && known(ahead) !== undefined) ahead += 1;
  const wanted = new Set([
    ...Array.from(
      { length: Math.min(ahead + 1, MAX_AHEAD, Math.ceil(count / PAGE_TURNS)) },
      (_, page) => page,
    ),
    ...pagesOf(window, count, PAGE_TURNS),
    0,
  ]);
  const pages = [...wanted].sort((a, b) => a - b);
  const { answers, error } = useQueries({
    queries: pages.map((page) => {
      const isFull = (page + 1) * PAGE_TURNS <= count;
      return {
        queryKey: [isFull ? STILL : MOVING, PATH, query, page] as const,
        queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<TurnsAnswer> =>
          client.get(
            PATH,
            { ...(app === null ? {} : { app }), offset: page * PAGE_TURNS, limit: PAGE_TURNS },
            { params: { session }, signal },
          ),
        placeholderData: () => known(page),
      };
    }),
    combine,
  });
  const held = useMemo(() => heldOf(answers), [answers]);
  return {
    count,
    totalsOnly,
    turnAt: (index) => held.get(index - (index % PAGE_TURNS))?.[index % PAGE_TURNS],
    leading: useMemo(() => leadingOf(held), [held]),
    lapses: useMemo(() => lapsesOf(held), [held]),
    error: held.size === 0 && error instanceof ApiError ? error : null,
    retry: () => void queries.refetchQueries({ queryKey: [MOVING, PATH, query] }),
  };
};

const combine = (results: readonly UseQueryResult<TurnsAnswer>[]) => ({
  answers: results.map(({ data }) => data),
  error: results.find((result) => result.error !== null)?.error ?? null,
});

/** Pages by the index of their first turn. */
type Held = ReadonlyMap<number, readonly PlacedTurn[]>;

const heldOf = (answers: readonly (TurnsAnswer | undefined)[]): Held =>
  new Map(
    answers.flatMap((answer) =>
      answer === undefined
        ? []
        : [[answer.offset, answer.turns.map((turn, index) => ({ turn, index: answer.offset + index }))]],
    ),
  );

const leadingOf = (held: Held): readonly Turn[] => {
  const turns: Turn[] = [];
  for (let offset = 0; ; offset += PAGE_TURNS) {
    const page = held.get(offset);
    if (page === undefined) return turns;
    for (const { turn } of page) turns.push(turn);
  }
};

const lapsesOf = (held: Held): readonly number[] =>
  [...held.values()]
    .flatMap((page) => page.flatMap(({ turn, index }) => (turn.lapse === null ? [] : [index])))
    .sort((a, b) => a - b);
