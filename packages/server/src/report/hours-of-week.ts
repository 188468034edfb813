import {
  addTotals,
  createWeekClock,
  type HourOfWeek,
  NO_USAGE,
  type UsageRow,
  type UsageTotals,
} from '@meterline/core';

export const DAYS_OF_WEEK = 7;
export const HOURS_OF_DAY = 24;

/** One hour of the week: the sum of all such hours in a range. */
export interface WeekHour extends HourOfWeek {
  readonly usage: UsageTotals;
}

/** The whole week, Monday first, hour by hour, from sums by hour. */
export const hoursOfWeek = (hours: readonly UsageRow[], zone: string): readonly WeekHour[] => {
  const clockOf = createWeekClock(zone);
  const week = Array.from({ length: DAYS_OF_WEEK * HOURS_OF_DAY }, () => NO_USAGE);
  for (const row of hours) {
    if (row.start === null) continue;
    const { weekday, hour } = clockOf(row.start);
    const at = weekday * HOURS_OF_DAY + hour;
    week[at] = addTotals(week[at]!, row);
  }
  return week.map((usage, at) => ({
    weekday: Math.floor(at / HOURS_OF_DAY),
    hour: at % HOURS_OF_DAY,
    usage,
  }));
};
