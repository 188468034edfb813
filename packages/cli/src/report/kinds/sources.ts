import type { ReportKind } from '../envelope.ts';
import { choice, count, instant, list, nullable, object, type TypeOf, text, yes } from '../shape.ts';

const row = object({
  key: object({ source: text() }),
  name: text(),
  state: choice(['found', 'empty', 'absent', 'disabled'], 'empty: its folder is there, without logs.'),
  roots: list(object({ path: text(), exists: yes(), configured: yes(), files: count() })),
  files: count(),
  modifiedAt: nullable(instant('Latest change of a file.')),
  calls: count('In the ledger.'),
  firstAt: nullable(instant('First call in the ledger.')),
  lastAt: nullable(instant('Last call in the ledger.')),
  unseen: list(text(), 'What the program bills but writes nowhere.'),
});
const totals = object({ sources: count(), found: count(), files: count(), calls: count() });

export type SourceRow = TypeOf<typeof row>;
export type SourceTotals = TypeOf<typeof totals>;

export const SOURCES_REPORT: ReportKind<SourceRow, SourceTotals> = {
  name: 'sources',
  about: 'The programs whose logs are read (`meterline sources`).',
  row,
  totals,
};
