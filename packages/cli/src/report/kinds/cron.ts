import type { ReportKind } from '../envelope.ts';
import { count, instant, nullable, object, type TypeOf, text, usd } from '../shape.ts';
import { type JsonUsageTotals, totalsFields, totalsShape } from '../usage-figures.ts';

const row = object({
  key: object({ app: nullable(text()), cron: text('Id of the job.') }),
  name: nullable(text('Its name in its own program.')),
  runs: count('Sessions of the job that had calls in the range.'),
  averageUsd: nullable(usd('List price of a run.')),
  lastAt: nullable(instant('Start of its last call.')),
  ...totalsFields,
});

export type CronRow = TypeOf<typeof row>;

export const CRON: ReportKind<CronRow, JsonUsageTotals> = {
  name: 'cron',
  about: 'Scheduled jobs: runs, cost, average and last run (`meterline cron`).',
  row,
  totals: totalsShape,
};
