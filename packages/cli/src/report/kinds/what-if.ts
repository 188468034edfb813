import type { ReportKind } from '../envelope.ts';
import { count, nullable, object, type TypeOf, text, usd } from '../shape.ts';

const row = object({
  key: object({ provider: nullable(text()), model: nullable(text()) }),
  calls: count(),
  tokens: count(),
  listUsd: nullable(usd('What it cost; null when no call has a known price.')),
  unpricedCalls: count('Calls without a known price. They add nothing to what it cost.'),
  whatIfUsd: usd('What the same tokens would have cost on the other model, at base rates.'),
});

const totals = object({
  provider: text('Of the other model.'),
  model: text('The other model.'),
  calls: count('Of the models whose every call has a price: those that can be compared.'),
  tokens: count(),
  listUsd: usd('What these cost.'),
  whatIfUsd: usd('What these would have cost.'),
  leftOutCalls: count('Calls of the other models, left out on both sides.'),
});

export type WhatIfRow = TypeOf<typeof row>;
export type WhatIfTotals = TypeOf<typeof totals>;

export const WHAT_IF: ReportKind<WhatIfRow, WhatIfTotals> = {
  name: 'what-if',
  about: 'What the same tokens would have cost on another model (`meterline what-if`).',
  row,
  totals,
};
