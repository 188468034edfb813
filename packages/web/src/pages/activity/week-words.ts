/** Hours of the week in words. Weekdays count from Monday, 0; hours are of the zone of the answer. */

export const WEEKDAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const;
export const HOURS_OF_DAY = 24;

export interface WeekHour {
  readonly weekday: number;
  readonly hour: number;
}

const clock = (hour: number): string => `${String(hour % HOURS_OF_DAY).padStart(2, '0')}:00`;

/** `14:00–15:00` */
export const hourText = (hour: number): string => `${clock(hour)}–${clock(hour + 1)}`;

/** `Wednesday, 14:00–15:00` */
export const weekHourText = ({ weekday, hour }: WeekHour): string =>
  `${WEEKDAYS[weekday] ?? ''}, ${hourText(hour)}`;

/** As an address names it: `2-14`. */
export const weekHourId = ({ weekday, hour }: WeekHour): string => `${weekday}-${hour}`;

/** Reads it back; `undefined` where it is no hour of a week. */
export const parseWeekHour = (text: string | undefined): WeekHour | undefined => {
  const [, weekday, hour] = /^([0-6])-(\d{1,2})$/.exec(text ?? '') ?? [];
  if (weekday === undefined || Number(hour) >= HOURS_OF_DAY) return undefined;
  return { weekday: Number(weekday), hour: Number(hour) };
};
