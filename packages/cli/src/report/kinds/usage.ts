import type { ReportKind } from '../envelope.ts';
import { count, instant, nullable, object, type TypeOf, text, usd } from '../shape.ts';
import { costShape, type JsonUsageTotals, tokensShape, totalsShape } from '../usage-figures.ts';

const tokenFields = {
  ...{ cacheWrite5m: count('Inside cacheWrite.'), cacheWrite1h: count('Inside cacheWrite.') },
};

const row = object({
  key: object({ model: nullable(text()) }),
  calls: count(),
  tokens: tokensShape,
  ...tokenFields,
  cost: costShape,
});

export type ModelUsageRow = TypeOf<typeof row>;

export const USAGE: ReportKind<ModelUsageRow, JsonUsageTotals> = {
  name: 'usage',
  about: 'Cumulative token counts by model (`meterline usage`).',
  row,
  totals: totalsShape,
};

const turn = object({
  key: object({
    call: text('Give it to `meterline explain`.'),
    app: nullable(text()),
    session: nullable(text()),
  }),
  start: instant(),
  model: text(),
  agent: nullable(text()),
  status: text(),
  tokens: tokensShape,
  cost: costShape,
  soFar: object(
    { calls: count(), tokens: count(), listUsd: usd() },
    'This call and all before it in the range.',
  ),
});

export type TurnRow = TypeOf<typeof turn>;

export const USAGE_TURNS: ReportKind<TurnRow, JsonUsageTotals> = {
  name: 'usage-turns',
  about: 'Calls one by one, oldest first, with the count so far (`meterline usage --turns`).',
  row: turn,
  totals: totalsShape,
};
