import type { GetAnswer } from '@meterline/api/client';
import { client } from '../../data/client.ts';
import { type KeptCalls, useKeptCalls } from '../../parts/use-kept-calls.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import type { Hop } from './task.ts';

const PAGE_HOPS = 500;
const PATH = '/tasks/{task}/hops';

/** The hops of a task in order. */
export const useHops = (task: string, calls: number, window: RowWindow): KeptCalls<Hop> =>
  useKeptCalls(
    {
      key: [PATH, task],
      calls,
      pageCalls: PAGE_HOPS,
      ahead: 1,
      ask: (offset, limit, signal) => client.get(PATH, { offset, limit }, { params: { task }, signal }),
      callsOf: hopsOf,
    },
    window,
  );

const hopsOf = ({ hops }: GetAnswer<typeof PATH>): readonly Hop[] => hops;
