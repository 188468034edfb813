import type { ReportKind } from '../envelope.ts';
import { instant, list, nullable, object, type TypeOf, text } from '../shape.ts';
import { type JsonUsageTotals, totalsFields, totalsShape } from '../usage-figures.ts';

export const sessionRow = object({
  key: object({ app: nullable(text()), session: text() }),
  source: text(),
  parentSession: nullable(text()),
  project: nullable(text()),
  branch: nullable(text()),
  agent: nullable(text()),
  channel: nullable(text()),
  cron: nullable(text()),
  models: list(text()),
  firstAt: instant('Start of its first call.'),
  lastAt: instant('Start of its last call.'),
  ...totalsFields,
});

export type SessionRow = TypeOf<typeof sessionRow>;

export const SESSIONS: ReportKind<SessionRow, JsonUsageTotals> = {
  name: 'sessions',
  about:
    'Sessions that had calls in the range, with the totals of the whole session (`meterline sessions`). The totals are those of the rows.',
  row: sessionRow,
  totals: totalsShape,
};
