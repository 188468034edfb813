import { nextInterval, startOfInterval } from './interval.ts';

const UTC_DAY_MS = 86_400_000;
/** Eleven years of days; an import that touches more starts the table anew. */
const DAYS_MAX = 4_096;

/** Gives the start of the zone's calendar day for any instant, from a table that fills as it is asked. */
export const createDayFinder = (zone: string): ((instant: number) => number) => {
  // By UTC day: the local days that touch it, at most three.
  const days = new Map<number, readonly number[]>();
  return (instant) => {
    const utcDay = Math.floor(instant / UTC_DAY_MS);
    let starts = days.get(utcDay);
    if (starts === undefined) {
      if (days.size >= DAYS_MAX) days.clear();
      starts = startsTouching(utcDay * UTC_DAY_MS, zone);
      days.set(utcDay, starts);
    }
    for (let i = starts.length - 1; i > 0; i--) if (instant >= starts[i]!) return starts[i]!;
    return starts[0]!;
  };
};

const startsTouching = (from: number, zone: string): readonly number[] => {
  const starts = [startOfInterval(from, 'day', zone)];
  for (;;) {
    const next = nextInterval(starts.at(-1)!, 'day', zone);
    if (next >= from + UTC_DAY_MS) return starts;
    starts.push(next);
  }
};
