import { type Period, periodRange, previousRange, type UsageRow, type UsageTotals } from '@meterline/core';
import type { Meterline } from '../meterline.ts';
import { type UnpricedModel, unpricedModels } from './unpriced-models.ts';

/** What a person wants to know first, asked of the ledger in one go. */
export interface Summary {
  readonly zone: string;
  readonly now: number;
  readonly periods: readonly PeriodSummary[];
  readonly models: readonly UsageRow[];
  readonly apps: readonly UsageRow[];
  readonly unpriced: readonly UnpricedModel[];
  /** Lines and files that were skipped or doubted, ever. */
  readonly issues: number;
  /** Calls ever recorded. */
  readonly calls: number;
  /** Start of the newest of them. */
  readonly lastAt: number | null;
}

export interface PeriodSummary {
  readonly period: Period;
  readonly from: number;
  readonly to: number;
  readonly totals: UsageTotals;
  /** To the same point of the period before. */
  readonly before: UsageTotals;
}

const SHOWN: readonly Period[] = ['today', '7d', '30d'];
const TOP = 5;

const periodSummary = async (
  { ledger, zone }: Meterline,
  period: Period,
  now: number,
): Promise<PeriodSummary> => {
  const range = periodRange(period, zone, now);
  const { from = 0, to = now } = range.ok ? range.value : {};
  const earlier = previousRange({ from, to }, period, zone) ?? { from, to: from };
  const question = { zone, by: [], where: [] };
  const { totals } = await ledger.usage({ ...question, from, to });
  const { totals: before } = await ledger.usage({ ...question, ...earlier });
  return { period, from, to, totals, before };
};

export const summaryOf = async (meterline: Meterline, now: number): Promise<Summary> => {
  const { ledger, zone } = meterline;
  const periods: PeriodSummary[] = [];
  for (const period of SHOWN) periods.push(await periodSummary(meterline, period, now));
  const { from, to } = periods.at(-1)!;
  const scope = { zone, where: [], from, to };
  const models = await ledger.usage({ ...scope, by: ['model'], limit: TOP });
  const apps = await ledger.usage({ ...scope, by: ['app'], limit: TOP });
  const issues = await ledger.issues();
  const { calls, lastAt } = await ledger.stats();
  return {
    zone,
    now,
    periods,
    models: models.rows,
    apps: apps.rows,
    unpriced: models.totals.cost.unpricedCalls === 0 ? [] : await unpricedModels(ledger, scope),
    issues: issues.reduce((sum, { count }) => sum + count, 0),
    calls,
    lastAt,
  };
};
