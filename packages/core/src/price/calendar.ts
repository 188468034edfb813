import type { BookCalendar, TimeWindow } from './book.ts';

const MS_PER_MINUTE = 60_000;
const MS_PER_DAY = 86_400_000;

/** Whether an instant (UTC ms) lies in a window. */
export type WindowTest = (atMs: number) => boolean;

/** 1970-01-01 was a Thursday. */
const weekday = (day: number): number => (((day + 4) % 7) + 7) % 7;

/**
 * Compiles a window: the day is taken in the calendar's own offset (a holiday is a Beijing day), the minutes in UTC,
 * half-open as the provider prints them (prices reference §3.7).
 */
export const compileWindow = (window: TimeWindow, calendar: BookCalendar): WindowTest => {
  const closed = new Set((calendar.closed ?? []).map((date) => Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY));
  const days = new Set(calendar.days);
  const ranges = window.minutes.map(([from, to]) => [from * MS_PER_MINUTE, to * MS_PER_MINUTE] as const);
  return (atMs) => {
    const ofDay = ((atMs % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY;
    if (!ranges.some(([from, to]) => ofDay >= from && ofDay < to)) return false;
    const day = Math.floor((atMs + calendar.offsetMinutes * MS_PER_MINUTE) / MS_PER_DAY);
    return days.has(weekday(day)) && !closed.has(day);
  };
};
