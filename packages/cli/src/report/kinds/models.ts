import type { ReportKind } from '../envelope.ts';
import { nullable, number, object, type TypeOf, text, usd } from '../shape.ts';
import { type JsonUsageTotals, totalsFields, totalsShape } from '../usage-figures.ts';

const row = object({
  key: object({ provider: nullable(text()), model: nullable(text()) }),
  ...totalsFields,
  cacheHitRate: nullable(number('Cache reads over all input, 0 to 1.')),
  usdPerMillionTokens: nullable(usd('What a million tokens really cost, cache and all.')),
});

export type ModelRow = TypeOf<typeof row>;

export const MODELS: ReportKind<ModelRow, JsonUsageTotals> = {
  name: 'models',
  about: 'The models in use, with what a million tokens of each really cost (`meterline models`).',
  row,
  totals: totalsShape,
};
