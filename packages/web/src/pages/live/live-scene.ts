import type { LiveCall } from '@meterline/api/client';
import { dayText } from '../../format/time.ts';
import { type LiveAnswer, type LiveSum, NOTHING, plus, sumOf, sumOfCall } from './live-sum.ts';

export type ListedCall = LiveAnswer['calls'][number];

export interface LiveMinute {
  /** UTC milliseconds. */
  readonly start: number;
  readonly sum: LiveSum;
}

/** What the page shows at a moment. */
export interface LiveScene {
  /** The last one is running. */
  readonly minutes: readonly LiveMinute[];
  readonly today: LiveSum;
  /** The newest first. */
  readonly calls: readonly ListedCall[];
}

export const MINUTES = 60;
/** Calls of the list. */
export const MAX_CALLS = 200;
const MINUTE_MS = 60_000;

/**
 * The last answer, and on top of it the calls that were told since: each is added once, also when the answer has it
 * already, and a call that is now known better takes the place of what was known.
 *
 * @param now By the server's clock; minutes that have passed since the answer are empty until calls fill them.
 */
export const liveScene = (answer: LiveAnswer, told: readonly LiveCall[], now: number): LiveScene => {
  const listed = new Set(answer.calls.map(({ id }) => id));
  const later = newestOfEach(told).filter(({ recordedAt }) => recordedAt > answer.now);
  const added = later.filter(({ id, merged }) => !merged && !listed.has(id));
  const sums = new Map(answer.minutes.map(({ start, totals }) => [start, sumOf(totals)]));
  for (const call of added) {
    const start = minuteOf(call.startedAt);
    sums.set(start, plus(sums.get(start) ?? NOTHING, sumOfCall(call)));
  }
  const last = minuteOf(now);
  return {
    minutes: Array.from({ length: MINUTES }, (_, index) => {
      const start = last - (MINUTES - 1 - index) * MINUTE_MS;
      return { start, sum: sums.get(start) ?? NOTHING };
    }),
    today: added
      .filter(({ startedAt }) => dayText(startedAt, answer.zone) === dayText(now, answer.zone))
      .reduce((sum, call) => plus(sum, sumOfCall(call)), sumOf(answer.today)),
    calls: listOf(answer.calls, later),
  };
};

const minuteOf = (instant: number): number => Math.floor(instant / MINUTE_MS) * MINUTE_MS;

const newestOfEach = (told: readonly LiveCall[]): readonly LiveCall[] => {
  const newest = new Map<string, LiveCall>();
  for (const call of told) {
    const known = newest.get(call.id);
    // That it was new stays true when it was told again with more.
    if (known === undefined || known.recordedAt <= call.recordedAt)
      newest.set(call.id, known === undefined ? call : { ...call, merged: known.merged && call.merged });
  }
  return [...newest.values()];
};

const listOf = (calls: readonly ListedCall[], told: readonly LiveCall[]): readonly ListedCall[] => {
  const all = new Map<string, ListedCall>(calls.map((call) => [call.id, call]));
  for (const call of told) all.set(call.id, call);
  return [...all.values()]
    .sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))
    .slice(0, MAX_CALLS);
};

/** The sum of the last minutes, the running one included. */
export const sumOfLast = ({ minutes }: LiveScene, count: number): LiveSum =>
  minutes.slice(-count).reduce((sum, minute) => plus(sum, minute.sum), NOTHING);
