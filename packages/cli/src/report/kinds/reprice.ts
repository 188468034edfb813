import type { ReportKind } from '../envelope.ts';
import { count, object, type TypeOf, text, usd, yes } from '../shape.ts';

const row = object({
  key: object({ model: text() }),
  calls: count('Calls whose cost changes.'),
  oldListUsd: usd(),
  newListUsd: usd(),
});

const totals = object({
  dryRun: yes(),
  examined: count(),
  changed: count(),
  oldListUsd: usd('Of the calls that change.'),
  newListUsd: usd('Of the calls that change.'),
});

export type RepriceRow = TypeOf<typeof row>;
export type RepriceTotals = TypeOf<typeof totals>;

export const REPRICE: ReportKind<RepriceRow, RepriceTotals> = {
  name: 'reprice',
  about: 'What pricing recorded calls again changed, or would change (`meterline reprice`).',
  row,
  totals,
};
