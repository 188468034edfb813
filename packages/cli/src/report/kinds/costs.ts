import type { ReportKind } from '../envelope.ts';
import { type JsonUsageRow, type JsonUsageTotals, totalsShape, usageRowShape } from '../usage-figures.ts';

export const COSTS: ReportKind<JsonUsageRow, JsonUsageTotals> = {
  name: 'costs',
  about: 'Costs grouped by dimensions and, with an interval, over time (`meterline costs`).',
  row: usageRowShape,
  totals: totalsShape,
};
