import type { PlannedQuery } from '../plan/usage-plan.ts';
import type { ActiveSessions } from '../store.ts';
import { CALLS_SET } from '../totals/rollup-measures.ts';
import { createAccumulator } from './accumulator.ts';
import { NOT_SET } from './name-table.ts';
import type { Shelf } from './shelf.ts';
import { type SumQuery, sumUp } from './sum-up.ts';

/** Which sessions have calls in a range. */
export interface FoundSessions extends ActiveSessions {
  /** Ids of session and app of the one at a position below `count`. */
  readonly idsOf: (position: number) => readonly number[];
}

/**
 * Sessions with a call in the range that satisfies all filters, from the rollups: of each day only which sessions its
 * rows belong to and how many calls they hold is read. In one read transaction of the caller.
 */
export const findActiveSessions = (
  shelf: Shelf,
  query: Pick<SumQuery, 'where'> & PlannedQuery,
): FoundSessions => {
  const { cells, accumulator } = sumUp(shelf, { ...query, by: ['session', 'app'] }, CALLS_SET);
  const calls = accumulator.sumsOf(0);
  const counts = cells.map(() => 0);
  const found = createAccumulator(0, 2);
  for (let group = 0; group < accumulator.size; group++) {
    const ids = accumulator.idsOf(group);
    // What the tail of the range took off may have been all of one.
    if (calls[group] === 0 || ids[0] === NOT_SET) continue;
    counts[accumulator.cellOf(group)]! += 1;
    found.groupOf(0, ids);
  }
  const intervals = cells
    .flatMap((start, cell) => (start === null ? [] : [{ start, count: counts[cell]! }]))
    .filter((interval) => interval.count > 0)
    .sort((a, b) => a.start - b.start);
  return { count: found.size, intervals, idsOf: found.idsOf };
};
