import type { GetAnswer } from '@meterline/api/client';
import { useMemo } from 'react';
import { client } from '../../data/client.ts';
import { type KeptCalls, useKeptCalls } from '../../parts/use-kept-calls.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import type { PlacedTurn, Turn } from './turn.ts';

type TurnsAnswer = GetAnswer<'/sessions/{session}/calls'>;

export interface Turns extends KeptCalls<PlacedTurn> {
  /** The first ones without a gap, for the timeline. */
  readonly leading: readonly Turn[];
  /** Indices of the turns that are known to have lost their cache, ascending. */
  readonly lapses: readonly number[];
}

const PAGE_TURNS = 1000;
/** What the timeline shows at most. */
const MAX_AHEAD = 10;
const PATH = '/sessions/{session}/calls';

/** The calls of a session in order. */
export const useTurns = (
  { session, app }: { readonly session: string; readonly app: string | null },
  calls: number,
  window: RowWindow,
): Turns => {
  const ofApp = app === null ? {} : { app };
  const kept = useKeptCalls(
    {
      key: [PATH, { session, ...ofApp }],
      calls,
      pageCalls: PAGE_TURNS,
      ahead: MAX_AHEAD,
      ask: (offset, limit, signal) =>
        client.get(PATH, { ...ofApp, offset, limit }, { params: { session }, signal }),
      callsOf: placedTurns,
    },
    window,
  );
  const { held } = kept;
  return {
    ...kept,
    leading: useMemo(() => leadingOf(held), [held]),
    lapses: useMemo(() => lapsesOf(held), [held]),
  };
};

const placedTurns = ({ turns, offset }: TurnsAnswer): readonly PlacedTurn[] =>
  turns.map((turn, index) => ({ turn, index: offset + index }));

type Held = Turns['held'];

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
