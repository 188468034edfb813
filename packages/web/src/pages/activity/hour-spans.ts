import type { WeekHour } from './week-words.ts';

/** Zones differ from UTC by multiples of this, so an hour of any zone begins and ends at one. */
const STEP_MS = 15 * 60_000;
/** Beyond a week an hour of the week is several hours of time. */
export const LONGEST_RANGE_MS = 8 * 24 * 3_600_000;

export interface Span {
  /** UTC milliseconds, half-open. */
  readonly from: number;
  readonly to: number;
}

const ENGLISH_DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * When an hour of the week was in a range of at most `LONGEST_RANGE_MS`; empty for a longer one. Where clocks are set
 * back an hour happens twice and is one span; where they are set forward it may not happen at all.
 */
export const hourSpans = (range: Span, zone: string, { weekday, hour }: WeekHour): readonly Span[] => {
  if (range.to - range.from > LONGEST_RANGE_MS) return [];
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const isIt = (instant: number): boolean => {
    const parts = format.formatToParts(instant);
    const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
    return ENGLISH_DAYS.indexOf(part('weekday')) === weekday && Number(part('hour')) === hour;
  };
  const spans: Span[] = [];
  for (let at = Math.floor(range.from / STEP_MS) * STEP_MS; at < range.to; at += STEP_MS) {
    if (!isIt(at)) continue;
    const last = spans.at(-1);
    const [from, to] = [Math.max(at, range.from), Math.min(at + STEP_MS, range.to)];
    if (last !== undefined && last.to === from) spans[spans.length - 1] = { from: last.from, to };
    else spans.push({ from, to });
  }
  return spans;
};
