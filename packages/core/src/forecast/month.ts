import { intervalStarts, nextInterval, startOfInterval } from '../time/interval.ts';
import { createWeekClock } from '../time/week-clock.ts';
import { HOUR_MS } from '../time/zone.ts';

/** What the calls of one calendar day came to at list price. */
export interface DaySum {
  /** UTC milliseconds at which the day starts in the zone. */
  readonly start: number;
  readonly listNanoUsd: number;
}

export interface MonthQuestion {
  /** Of this month and of the four weeks before now, in any order; a day that is not among them had no calls. */
  readonly days: readonly DaySum[];
  /** When counting began at the latest, if that is known: earlier days without a sum may not have been counted. */
  readonly knownFrom?: number | undefined;
  readonly now: number;
  readonly zone: string;
}

/** List price of the whole calendar month, nano-USD. */
export interface MonthForecast {
  readonly expectedNanoUsd: number;
  /** In four months of five it will lie between these two. */
  readonly lowNanoUsd: number;
  readonly highNanoUsd: number;
}

/** The four complete weeks before today. */
const HISTORY_DAYS = 28;
/** Fewer complete days say nothing. */
const MIN_DAYS = 3;
/** With fewer, the days of one weekday are too few to say how much they vary. */
const MIN_DAYS_BY_WEEKDAY = 14;
/** Four fifths of a normal distribution lie within so many standard deviations. */
const FOUR_FIFTHS = 1.2816;
const DAYS_OF_WEEK = 7;

/**
 * What the month comes to: what it cost so far, and for every day left the mean of the same weekday in the four weeks
 * before (of all days known, while that weekday is not). Today counts as the larger of what it cost already and what is
 * expected of it. The range takes the days left to vary as those before did, each by itself.
 *
 * @returns Undefined while fewer than three complete days are known: too early to say.
 */
export const forecastMonth = (question: MonthQuestion): MonthForecast | undefined => {
  const { now, zone } = question;
  const sums = new Map(question.days.map(({ start, listNanoUsd }) => [start, listNanoUsd]));
  const today = startOfInterval(now, 'day', zone);
  const known = knownDays(question, sums, today);
  if (known.length < MIN_DAYS) return undefined;
  const habits = habitsOf(known);
  const weekdayOf = weekdays(zone);
  const from = startOfInterval(now, 'month', zone);
  const days = intervalStarts(from, nextInterval(now, 'month', zone), 'day', zone);
  const soFar = sum(days.filter((day) => day <= today).map((day) => sums.get(day) ?? 0));
  const [first = today, ...later] = days.filter((day) => day >= today);
  const restOfToday = Math.max(0, habits.expected(weekdayOf(first)) - (sums.get(first) ?? 0));
  const toCome = restOfToday + sum(later.map((day) => habits.expected(weekdayOf(day))));
  const margin = FOUR_FIFTHS * habits.deviation * Math.sqrt(later.length + (restOfToday > 0 ? 1 : 0));
  return {
    expectedNanoUsd: Math.round(soFar + toCome),
    lowNanoUsd: Math.round(soFar + Math.max(0, toCome - margin)),
    highNanoUsd: Math.round(soFar + toCome + margin),
  };
};

interface KnownDay {
  readonly weekday: number;
  readonly listNanoUsd: number;
}

const weekdays = (zone: string): ((instant: number) => number) => {
  const clockOf = createWeekClock(zone);
  return (instant) => clockOf(instant).weekday;
};

/** Complete days of the four weeks before today, those without calls too, from the first that can be known. */
const knownDays = (
  { days, knownFrom, zone }: MonthQuestion,
  sums: ReadonlyMap<number, number>,
  today: number,
): readonly KnownDay[] => {
  // Noon of the first day: no change of the clocks moves it into another.
  const first = startOfInterval(today + (12 - HISTORY_DAYS * 24) * HOUR_MS, 'day', zone);
  const earliest = days.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  const counted = Math.min(earliest, knownFrom ?? Number.POSITIVE_INFINITY);
  if (counted >= today) return [];
  const from = Math.max(first, startOfInterval(counted, 'day', zone));
  const weekdayOf = weekdays(zone);
  return intervalStarts(from, today, 'day', zone).map((start) => ({
    weekday: weekdayOf(start),
    listNanoUsd: sums.get(start) ?? 0,
  }));
};

interface Habits {
  /** Of a day of that weekday. */
  readonly expected: (weekday: number) => number;
  /** Standard deviation of a day from what was to be expected of it. */
  readonly deviation: number;
}

const habitsOf = (known: readonly KnownDay[]): Habits => {
  const all = mean(known);
  const byWeekday = Map.groupBy(known, ({ weekday }) => weekday);
  const means = Array.from({ length: DAYS_OF_WEEK }, (_, weekday) => {
    const same = byWeekday.get(weekday);
    return same === undefined ? all : mean(same);
  });
  const expected = (weekday: number): number => means[weekday]!;
  const enough = known.length >= MIN_DAYS_BY_WEEKDAY;
  const deviation = enough ? deviationOf(known, expected, byWeekday.size) : deviationOf(known, () => all, 1);
  return { expected, deviation };
};

/** `means`: how many of them were worked out of these days, which are that much less free to vary. */
const deviationOf = (
  known: readonly KnownDay[],
  expected: (weekday: number) => number,
  means: number,
): number => {
  const squares = sum(known.map(({ weekday, listNanoUsd }) => (listNanoUsd - expected(weekday)) ** 2));
  return Math.sqrt(squares / (known.length - means));
};

const mean = (days: readonly KnownDay[]): number =>
  sum(days.map(({ listNanoUsd }) => listNanoUsd)) / days.length;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
