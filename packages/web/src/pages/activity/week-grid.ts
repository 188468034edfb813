import type { GetAnswer } from '@meterline/api/client';
import { NO_USAGE, type UsageTotals } from '@meterline/core';
import type { Metric } from '../../state/view.ts';
import { measureOf } from './activity-measure.ts';
import { type WeekHour, weekHourId } from './week-words.ts';

type Week = GetAnswer<'/activity'>['week'];

/** The hours of a week that have calls, to be asked for by place. */
export interface WeekGrid {
  readonly at: (hour: WeekHour) => UsageTotals;
  /** The largest that is known. */
  readonly max: number;
  readonly busiest: WeekHour | undefined;
  /** Of some hours the measure is not known. */
  readonly hasUnknown: boolean;
}

export const weekGrid = (week: Week, metric: Metric): WeekGrid => {
  const byHour = new Map(week.map((one) => [weekHourId(one), one.totals]));
  let max = 0;
  let hasUnknown = false;
  let busiest: WeekHour | undefined;
  for (const { weekday, hour, totals } of week) {
    const value = measureOf(totals, metric);
    hasUnknown ||= value === null;
    if (value !== null && value > max) {
      max = value;
      busiest = { weekday, hour };
    }
  }
  return { at: (hour) => byHour.get(weekHourId(hour)) ?? NO_USAGE, max, busiest, hasUnknown };
};
