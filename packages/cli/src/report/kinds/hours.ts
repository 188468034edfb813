import type { ReportKind } from '../envelope.ts';
import { choice, object, type TypeOf, text } from '../shape.ts';
import { type JsonUsageTotals, totalsFields, totalsShape } from '../usage-figures.ts';

export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

const row = object({
  key: object({ weekday: choice(WEEKDAYS), hour: text('`00` to `23`, local time.') }),
  ...totalsFields,
});

export type HourRow = TypeOf<typeof row>;

export const HOURS: ReportKind<HourRow, JsonUsageTotals> = {
  name: 'hours',
  about: 'Calls by weekday and hour of the zone, hours without calls left out (`meterline hours`).',
  row,
  totals: totalsShape,
};
