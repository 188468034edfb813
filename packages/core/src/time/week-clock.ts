import { HOUR_MS, offsetMs } from './zone.ts';

const DAY_MS = 24 * HOUR_MS;
/** Eleven years of days; a report over more starts the table anew. */
const DAYS_MAX = 4_096;
/** 1 January 1970 was a Thursday. */
const WEEKDAY_OF_EPOCH = 3;

/** A place in the week, as a wall clock shows it. */
export interface HourOfWeek {
  /** 0 is Monday. */
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
}

/** Gives the weekday and hour of any instant in a zone, from a table of offsets that fills as it is asked. */
export const createWeekClock = (zone: string): ((instant: number) => HourOfWeek) => {
  // By UTC day: how far the zone is ahead on all of it; undefined on a day on which the clocks change.
  const offsets = new Map<number, number | undefined>();
  const offsetOn = (day: number): number | undefined => {
    if (offsets.has(day)) return offsets.get(day);
    if (offsets.size >= DAYS_MAX) offsets.clear();
    const first = offsetMs(day * DAY_MS, zone);
    const steady = offsetMs((day + 1) * DAY_MS, zone) === first ? first : undefined;
    offsets.set(day, steady);
    return steady;
  };
  return (instant) => {
    const wall = instant + (offsetOn(Math.floor(instant / DAY_MS)) ?? offsetMs(instant, zone));
    const day = Math.floor(wall / DAY_MS);
    return {
      weekday: (((day + WEEKDAY_OF_EPOCH) % 7) + 7) % 7,
      hour: Math.floor((wall - day * DAY_MS) / HOUR_MS),
    };
  };
};
