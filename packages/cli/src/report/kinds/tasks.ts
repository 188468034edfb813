import type { ReportKind } from '../envelope.ts';
import { count, instant, list, nullable, object, type TypeOf, text } from '../shape.ts';
import { type JsonUsageTotals, totalsFields, totalsShape } from '../usage-figures.ts';

const row = object({
  key: object({ task: text() }),
  apps: list(text(), 'The most called first, as all lists.'),
  agents: list(text()),
  models: list(text()),
  sessions: count('Different sessions that its hops name.'),
  project: nullable(text()),
  feature: nullable(text()),
  user: nullable(text()),
  firstAt: instant('Start of its first hop.'),
  lastAt: instant('Start of its last hop.'),
  endedAt: instant('End of the hop that ended last, as far as hops say how long they took.'),
  wallMs: count('From the first start to the last end.'),
  ...totalsFields,
});

export type TaskRow = TypeOf<typeof row>;

export const TASKS: ReportKind<TaskRow, JsonUsageTotals> = {
  name: 'tasks',
  about:
    'Tasks that had a hop in the range, with the totals of the whole task (`meterline tasks`). Calls are hops. The totals are those of the rows.',
  row,
  totals: totalsShape,
};
