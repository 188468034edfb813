import type { ReportKind } from '../envelope.ts';
import { count, list, nullable, number, object, type TypeOf, text, usd, yes } from '../shape.ts';

const row = object({
  source: text('Id of the source.'),
  name: text(),
  roots: list(text(), 'Folders that exist.'),
  files: count('Found.'),
  filesRead: count('Of them, new or changed.'),
  added: count('Calls that the ledger did not have.'),
  merged: count('Calls that are now known better.'),
  unchanged: count('Calls that were read and already known.'),
  issues: count('Lines or files that were skipped or doubtful.'),
});

const totals = object({
  dryRun: yes(),
  files: count(),
  added: count(),
  merged: count(),
  unchanged: count(),
  skipped: count('Calls that --since left out.'),
  issues: count(),
  bytesRead: count(),
  elapsedMs: number(),
  wouldAdd: nullable(
    object({ calls: count(), listUsd: usd(), unpricedCalls: count() }, 'Only of a dry run.'),
  ),
});

export type ImportRow = TypeOf<typeof row>;
export type ImportTotals = TypeOf<typeof totals>;

export const IMPORT: ReportKind<ImportRow, ImportTotals> = {
  name: 'import',
  about: 'What an import found and added (`meterline import`).',
  row,
  totals,
};
