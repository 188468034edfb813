import type { ReportKind } from '../envelope.ts';
import { type JsonUsageRow, type JsonUsageTotals, totalsShape, usageRowShape } from '../usage-figures.ts';

export const SUMMARY: ReportKind<JsonUsageRow, JsonUsageTotals> = {
  name: 'summary',
  about:
    'Today, 7 days and 30 days, and the top models and apps of the 30 days (`meterline summary`). `key.section` is `period`, `model` or `app`; the totals are those of the 30 days.',
  row: usageRowShape,
  totals: totalsShape,
};
