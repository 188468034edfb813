import type { PlannedQuery } from '../plan/usage-plan.ts';
import type { ActiveSessions } from '../store.ts';
import { PRESENCE_SET } from '../totals/rollup-measures.ts';
import { NOT_SET } from './name-table.ts';
import type { Shelf } from './shelf.ts';
import { type SumQuery, sumUp } from './sum-up.ts';

const BY = ['session', 'app'] as const;
const [SESSION, APP] = [0, 1];

/**
 * Sessions with a call in the range that satisfies all filters, from the rollups: of each day only which sessions its
 * rows belong to is read. In one read transaction of the caller.
 *
 * @param onFound Told the ids of each of them, once.
 */
export const findActiveSessions = (
  shelf: Shelf,
  query: Pick<SumQuery, 'where'> & PlannedQuery,
  onFound: (session: number, app: number) => void = () => {},
): ActiveSessions => {
  const { cells, accumulator } = sumUp(shelf, { ...query, by: BY }, PRESENCE_SET);
  const calls = accumulator.sumsOf(0);
  const counts = new Float64Array(cells.length);
  const isNew = createOnce();
  let count = 0;
  for (let group = 0; group < accumulator.size; group++) {
    const session = accumulator.idAt(group, SESSION);
    // What the tail of the range took off may have been all of one.
    if (calls[group] === 0 || session === NOT_SET) continue;
    counts[accumulator.cellOf(group)]! += 1;
    const app = accumulator.idAt(group, APP);
    if (!isNew(session, app)) continue;
    count += 1;
    onFound(session, app);
  }
  const intervals = cells
    .flatMap((start, cell) => (start === null ? [] : [{ start, count: counts[cell]! }]))
    .filter((interval) => interval.count > 0)
    .sort((a, b) => a.start - b.start);
  return { count, intervals };
};

/** Whether a pair is met for the first time. Hardly any session has two apps: only those take more than a number each. */
const createOnce = () => {
  let firstApp = new Float64Array(1024).fill(NaN);
  const others = new Map<number, Set<number>>();
  return (session: number, app: number): boolean => {
    if (session >= firstApp.length) firstApp = grown(firstApp, session + 1);
    const first = firstApp[session]!;
    if (Number.isNaN(first)) {
      firstApp[session] = app;
      return true;
    }
    if (first === app) return false;
    const more = others.get(session) ?? new Set();
    others.set(session, more);
    const size = more.size;
    return more.add(app).size > size;
  };
};

const grown = (values: Float64Array, least: number): Float64Array<ArrayBuffer> => {
  const more = new Float64Array(Math.max(least, values.length * 2)).fill(NaN);
  more.set(values);
  return more;
};
