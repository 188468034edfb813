import type { UsageTotals } from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { hoursOfWeek, type WeekHour } from './hours-of-week.ts';
import { type Selection, selectionOf } from './selection.ts';

/** When there is activity: a heat map of the week. Cost, tokens and calls are all in the sums. */
export interface Activity {
  /** All 168 hours, Monday first, each the sum of all such hours of the range. */
  readonly week: readonly WeekHour[];
  readonly totals: UsageTotals;
}

export const activity = async (ledger: Ledger, selection: Selection): Promise<Activity> => {
  const { rows, totals } = await ledger.usage({ ...selectionOf(selection), by: [], interval: 'hour' });
  return { week: hoursOfWeek(rows, selection.zone), totals };
};
