import type { ReportKind } from '../envelope.ts';
import { count, instant, object, optional, record, type TypeOf, text } from '../shape.ts';

const row = object({
  key: object({ id: text() }),
  label: text(),
  createdAt: instant(),
  defaults: record(text(), 'What its calls are put down to unless they say otherwise.'),
  providers: record(text(), 'Environment variable with the key of each provider.'),
  secret: optional(text('The key itself: only when it is made.')),
});
const totals = object({ keys: count() });

export type KeyRow = TypeOf<typeof row>;
export type KeyTotals = TypeOf<typeof totals>;

export const KEYS: ReportKind<KeyRow, KeyTotals> = {
  name: 'keys',
  about: "The gateway's own keys (`meterline keys`, `meterline keys create`).",
  row,
  totals,
};
