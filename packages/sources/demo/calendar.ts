import type { Dice } from './dice.ts';
import { type DemoSession, demoSession } from './session.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How far back the demo's work goes. */
export const DEMO_DAYS = 90;

/** When somebody works, in days before now; today is 0. */
export interface WorkDay {
  readonly daysAgo: number;
  readonly isWeekend: boolean;
}

/** All days of the demo, the oldest first. */
export const workDays = (now: number): readonly WorkDay[] =>
  Array.from({ length: DEMO_DAYS }, (_, index) => {
    const daysAgo = DEMO_DAYS - 1 - index;
    const weekday = new Date(now - daysAgo * DAY).getUTCDay();
    return { daysAgo, isWeekend: weekday === 0 || weekday === 6 };
  });

/** How many of something happen on a day: more by and by, little at weekends, something today in any case. */
export const timesOn = (
  { daysAgo, isWeekend }: WorkDay,
  ofTen: { readonly weekday: number; readonly weekend: number },
  throws: Dice,
): number => {
  const growth = 1.15 - (0.6 * daysAgo) / DEMO_DAYS;
  const wish = (isWeekend && daysAgo > 0 ? ofTen.weekend : ofTen.weekday) * growth;
  const sure = Math.floor(wish / 10);
  return sure + (throws.between(1, 10) <= wish - sure * 10 ? 1 : 0);
};

export interface DayShape {
  readonly project: string;
  readonly model: string;
  readonly calls: number;
  readonly prompt: number;
  /** Hour of UTC at which it begins; default some working hour. Today's began an hour or two ago. */
  readonly hour?: number;
}

/** A session of that day; none of its calls is later than a minute before now. */
export const sessionOn = (now: number, daysAgo: number, shape: DayShape, throws: Dice): DemoSession => {
  const { hour = throws.between(0, 2) === 0 ? throws.between(17, 20) : throws.between(7, 16), ...rest } =
    shape;
  const minutes = throws.between(0, 50) * MINUTE;
  const midnight = now - (now % DAY) - daysAgo * DAY;
  const startedAt = daysAgo === 0 ? now - HOUR - minutes : midnight + hour * HOUR + minutes;
  return demoSession({ ...rest, startedAt, until: now - MINUTE }, throws);
};
