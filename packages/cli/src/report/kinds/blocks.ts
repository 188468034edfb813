import type { ReportKind } from '../envelope.ts';
import { instant, list, nullable, object, type TypeOf, text, usd, yes } from '../shape.ts';
import { type JsonUsageTotals, totalsFields, totalsShape } from '../usage-figures.ts';

const row = object({
  start: instant(),
  end: instant('Exclusive.'),
  firstAt: instant('Start of the first call; of its hour where only totals are left.'),
  lastAt: instant('Start of the last call; of its hour where only totals are left.'),
  active: yes('Now lies in it, and its last call is not 5 hours ago.'),
  models: list(text(), 'The most expensive first.'),
  ...totalsFields,
  projectedUsd: nullable(usd('What an active window comes to at its pace so far.')),
});

export type BlockRow = TypeOf<typeof row>;

export const BLOCKS: ReportKind<BlockRow, JsonUsageTotals> = {
  name: 'blocks',
  about: '5-hour windows, oldest first, as plans limit them (`meterline blocks`).',
  row,
  totals: totalsShape,
};
