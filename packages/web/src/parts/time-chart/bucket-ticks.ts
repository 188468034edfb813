import type { Interval } from '@meterline/core';
import { type CalendarTime, calendarTime, shortDayName, shortMonth } from '../../format/calendar.ts';

/** A bucket that is named below the axis. */
export interface BucketTick {
  readonly index: number;
  readonly text: string;
  /** A new day among hours, a new year among months: stands out. */
  readonly strong: boolean;
}

/** Which of the hours, days, weeks or months are named, from the densest on. */
const HOUR_STEPS = [1, 2, 3, 6, 12];
const DAY_STEPS = [1, 2, 3, 7, 14, 28];
const WEEK_STEPS = [1, 2, 4, 8, 13, 26];
const MONTH_STEPS = [1, 2, 3, 6, 12];
/** Past the last step every so-many-th is named. */
const MANY = 2;

/**
 * The names below a time axis: as many as `room` has place for, at moments that people count by. Hours are named at
 * round ones, midnight by its day; days and weeks backwards from the last, so that today has its name.
 */
export const bucketTicks = (
  labels: readonly string[],
  interval: Interval,
  room: number,
): readonly BucketTick[] => {
  const times = labels.map((label) => calendarTime(label));
  if (times.length === 0 || room < 1 || times.some((time) => time === undefined)) return [];
  const known = times as readonly CalendarTime[];
  const candidates = choicesOf(known, interval);
  const fits = candidates.find((indexes) => indexes.length <= room && indexes.length > 0);
  const indexes = fits ?? thinned(candidates.at(-1) ?? [], room);
  return indexes.map((index) => ({ index, ...tickText(known, index, indexes, interval) }));
};

const choicesOf = (times: readonly CalendarTime[], interval: Interval): readonly (readonly number[])[] => {
  const all = times.map((_, index) => index);
  const last = all.length - 1;
  const every = (step: number): number[] => all.filter((index) => (last - index) % step === 0);
  if (interval === 'day') return DAY_STEPS.map(every);
  if (interval === 'week') return WEEK_STEPS.map(every);
  if (interval === 'month')
    return MONTH_STEPS.map((step) => all.filter((index) => ((times[index]?.month ?? 1) - 1) % step === 0));
  const midnights = all.filter((index) => times[index]?.clock === '00:00');
  const hours = HOUR_STEPS.map((step) => all.filter((index) => isRound(times[index], step)));
  return [...hours, midnights];
};

const isRound = (time: CalendarTime | undefined, step: number): boolean => {
  const [hour = '', minute] = time?.clock?.split(':') ?? [];
  return minute === '00' && Number(hour) % step === 0;
};

/** Every second, fourth, … until they fit. */
const thinned = (indexes: readonly number[], room: number): readonly number[] => {
  let step = 1;
  while (Math.ceil(indexes.length / step) > room) step *= MANY;
  return indexes.filter((_, at) => (indexes.length - 1 - at) % step === 0);
};

const tickText = (
  times: readonly CalendarTime[],
  index: number,
  named: readonly number[],
  interval: Interval,
): Pick<BucketTick, 'text' | 'strong'> => {
  const time = times[index]!;
  if (interval === 'hour') {
    const isMidnight = time.clock === '00:00';
    return { text: isMidnight ? shortDayName(time) : (time.clock ?? ''), strong: isMidnight };
  }
  if (interval !== 'month') return { text: shortDayName(time), strong: false };
  const before = times[named[named.indexOf(index) - 1] ?? -1];
  const isNewYear = before === undefined || before.year !== time.year;
  return { text: isNewYear ? `${shortMonth(time)} ${time.year}` : shortMonth(time), strong: isNewYear };
};
