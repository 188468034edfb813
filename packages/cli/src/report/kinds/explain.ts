import type { ReportKind } from '../envelope.ts';
import { choice, count, instant, list, nullable, object, type TypeOf, text } from '../shape.ts';
import { quotasShape } from './quotas.ts';

const amount = (about?: string) => text(about ?? 'Exact decimal of US dollars.');

const row = object({
  part: choice(['tokens', 'fee']),
  name: text('Kind of token, or the fee.'),
  count: count(),
  usdPerMillion: nullable(amount('Exact decimal of US dollars for a million; null for a fee.')),
  usdEach: nullable(amount('Null for tokens.')),
  usd: amount('Before multipliers.'),
  rate: nullable(text('Which rate pays, where it is not the own one of the kind.')),
});

const totals = object({
  call: text('Id of the call.'),
  keys: list(text(), 'Identity keys.'),
  startedAt: instant(),
  app: nullable(text()),
  session: nullable(text()),
  provider: text('Who bills.'),
  model: text(),
  modelSent: text('As it was sent.'),
  status: choice(['priced', 'unpriced', 'zero']),
  quotas: quotasShape,
  promptTokens: count(),
  tier: nullable(text()),
  subtotalUsd: amount(),
  multipliers: list(object({ name: text(), factor: text('A fraction, such as 11/10.') })),
  listUsd: nullable(amount('With the prices known now.')),
  recorded: object(
    {
      listUsd: nullable(amount()),
      billedUsd: nullable(amount()),
      reportedUsd: nullable(amount()),
      priceRule: nullable(text()),
      matchedBy: nullable(text()),
      bookVersion: text(),
      confidence: text(),
    },
    'What the ledger holds, fixed when the call was recorded.',
  ),
  price: nullable(
    object({
      from: nullable(text()),
      to: nullable(text()),
      sourceUrl: nullable(text()),
      sourceSeen: nullable(text()),
    }),
  ),
});

export type ExplainRow = TypeOf<typeof row>;
export type ExplainTotals = TypeOf<typeof totals>;

export const EXPLAIN: ReportKind<ExplainRow, ExplainTotals> = {
  name: 'explain',
  about: 'How the cost of one call came about (`meterline explain`).',
  row,
  totals,
};
