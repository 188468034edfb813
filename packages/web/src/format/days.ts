import { clockText, dayText, shortDay } from './time.ts';

/** Start and end of an answer's range, UTC milliseconds; the end is excluded, null is open. */
export interface NotedRange {
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * `24 Oct – 22 Nov 2026`, or with the time of day where it does not begin with a day: `22 Nov, 06:00 – 14:00`. The end
 * is excluded, so the last day is the one that holds the moment before it.
 */
export const daysText = ({ from, to }: NotedRange, zone: string): string => {
  if (from === null && to === null) return 'All time';
  if (from === null) return `Until ${dayText(to! - 1, zone)}`;
  if (to === null) return `Since ${dayText(from, zone)}`;
  const [first, last] = [dayText(from, zone), dayText(to - 1, zone)];
  const clock = clockText(from, zone);
  if (clock !== MIDNIGHT && to - from <= CLOCK_UP_TO_MS) {
    const end = clockText(to, zone);
    return first === last
      ? `${first}, ${clock} – ${end}`
      : `${shortDay(from, zone)}, ${clock} – ${shortDay(to, zone)}, ${end}`;
  }
  if (first === last) return first;
  const isOneYear = first.slice(-YEAR_DIGITS) === last.slice(-YEAR_DIGITS);
  return `${isOneYear ? shortDay(from, zone) : first} – ${last}`;
};

const MIDNIGHT = '00:00';
/** Of a longer time nobody asks at what o'clock it began. */
const CLOCK_UP_TO_MS = 2 * 86_400_000;
const YEAR_DIGITS = 4;
