import type { Confidence } from '@meterline/core';
import type { RolloutState } from './state.ts';
import { addVectors, growthOf, sameVector, sizeOf, type Vector } from './vector.ts';

/** What one token count adds. */
export interface Counted {
  readonly usage: Vector;
  /** The running total after it, which is part of its identity. */
  readonly total: Vector;
  /** Exact when the total grew by what the event says it did. */
  readonly confidence: Confidence;
}

/** A total that fell by less is an old event that came late, not a new beginning (agent-logs §2, rule 3). */
const STALE_SHARE = 0.98;

/**
 * Turns a running total and the usage of the last response into what is new, keeping the total in the state. About half
 * of all token counts only repeat the one before (after errors, aborts, compaction and rate-limit news) and add nothing.
 * `undivided`: the last response's tokens where the event gives their sum and none of its parts, else 0.
 */
export const countUsage = (
  total: Vector | undefined,
  last: Vector | undefined,
  undivided: number,
  state: RolloutState,
): Counted | undefined => {
  const before = state.total;
  if (total === undefined) return last && countWithoutTotal(last, state);
  if (before === undefined) return advance(last ?? total, total, last !== undefined, state);
  if (sameVector(total, before)) return undivided > 0 ? countUndivided(undivided, total) : undefined;
  if (sizeOf(total) === 0) return undefined;
  const growth = growthOf(total, before);
  if (growth === undefined) return countFallen(total, last, before, state);
  // An incomplete response leaves `last` as it was while the total grows: the total is right.
  return advance(growth, total, last !== undefined && sameVector(growth, last), state);
};

const countFallen = (
  total: Vector,
  last: Vector | undefined,
  before: Vector,
  state: RolloutState,
): Counted | undefined => {
  const fallen = sizeOf(before) - sizeOf(total);
  if (fallen <= 0) return last && advance(last, total, false, state);
  if (sizeOf(total) >= STALE_SHARE * sizeOf(before) || fallen <= 2 * (last ? sizeOf(last) : 0))
    return undefined;
  state.resets++;
  return advance(last ?? total, total, last !== undefined, state);
};

/** After a compaction: a sum that no running total has, and of no kind. Taken for input, and never for sure. */
const countUndivided = (tokens: number, total: Vector): Counted => ({
  usage: [tokens, 0, 0, 0, 0],
  total,
  confidence: 'estimated',
});

const countWithoutTotal = (last: Vector, state: RolloutState): Counted => {
  const total = addVectors(state.total ?? [0, 0, 0, 0, 0], last);
  return advance(last, total, true, state);
};

const advance = (usage: Vector, total: Vector, agrees: boolean, state: RolloutState): Counted => {
  state.total = total;
  return { usage, total, confidence: agrees ? 'exact' : 'reconciled' };
};
