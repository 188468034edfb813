import type { Dimension, UsageQuery, UsageResult, UsageTotals } from '@meterline/core';
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

/** Who was active, by several dimensions at once: of each the largest groups, the rest being in its totals. */
export const topGroups = async <const D extends Dimension>(
  ledger: Ledger,
  selection: Selection,
  dimensions: readonly D[],
  { limit, orderBy = 'cost' }: { readonly limit: number; readonly orderBy?: UsageQuery['orderBy'] },
): Promise<Readonly<Record<D, UsageResult>>> => {
  const groups: Partial<Record<D, UsageResult>> = {};
  for (const by of dimensions)
    groups[by] = await ledger.usage({ ...selectionOf(selection), by: [by], limit, orderBy });
  return groups as Record<D, UsageResult>;
};
