import { exactCount } from '../../format/count.ts';
import { clockText, dayText, secondText, shortDay } from '../../format/time.ts';
import { valueTicks } from '../../parts/time-chart/value-ticks.ts';
import { spanOf, type TimelineBy, type TimelineCall } from './timeline.ts';

export interface PlaceTick {
  /** Share of the width. */
  readonly place: number;
  readonly text: string;
}

/** Room that a label wants, in pixels. */
const LABEL_WIDTH = 90;
const SHORT_MS = 10 * 60_000;

/** What stands below the bars: numbers of calls, or times of the zone. */
export const placeTicks = (
  calls: readonly TimelineCall[],
  by: TimelineBy,
  zone: string,
  width: number,
): readonly PlaceTick[] => {
  const room = Math.max(1, Math.floor(width / LABEL_WIDTH));
  if (calls.length === 0) return [];
  return by === 'call' ? callTicks(calls.length, room) : timeTicks(calls, zone, room);
};

/** The first call, and round numbers; each below the middle of its bar. */
const callTicks = (count: number, room: number): readonly PlaceTick[] => {
  const round = valueTicks(count, { lines: room, whole: true }).filter((call) => call > 0 && call <= count);
  const step = round[0] ?? count;
  return [1, ...round.filter((call) => call > 1 && (call > step / 2 || step === 1))].map((call) => ({
    place: (call - 0.5) / count,
    text: exactCount(call),
  }));
};

const timeTicks = (calls: readonly TimelineCall[], zone: string, room: number): readonly PlaceTick[] => {
  const { from, length } = spanOf(calls);
  const ticks = Math.max(2, Math.min(6, room));
  const isOneDay = dayText(from, zone) === dayText(from + length, zone);
  return Array.from({ length: ticks }, (_, index) => {
    const place = index / (ticks - 1);
    const instant = from + place * length;
    if (isOneDay) return { place, text: (length < SHORT_MS ? secondText : clockText)(instant, zone) };
    return { place, text: `${shortDay(instant, zone)} ${clockText(instant, zone)}` };
  });
};
