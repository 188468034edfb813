import type { ReportKind } from '../envelope.ts';
import { nullable, object, type TypeOf, text } from '../shape.ts';

const row = object({
  key: text('Dotted; `*` stands for a name.'),
  value: nullable(text('As JSON; null where the default holds.')),
  default: text(),
  valid: text(),
  about: text(),
});
const totals = object({ path: text('Where meterline.toml is.'), home: text('Data folder.') });

export type ConfigRow = TypeOf<typeof row>;
export type ConfigTotals = TypeOf<typeof totals>;

export const CONFIG: ReportKind<ConfigRow, ConfigTotals> = {
  name: 'config',
  about: 'Every configuration key, with what holds now (`meterline config`).',
  row,
  totals,
};
