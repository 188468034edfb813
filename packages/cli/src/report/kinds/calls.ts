import type { ReportKind } from '../envelope.ts';
import { count, instant, nullable, number, object, type TypeOf, text, usd } from '../shape.ts';
import { type JsonUsageTotals, tokensShape, totalsShape } from '../usage-figures.ts';
import { quotasShape } from './quotas.ts';

export const callRowShape = object({
  key: object({ call: text('For `meterline explain`.') }),
  start: instant(),
  provider: text(),
  model: text(),
  app: nullable(text()),
  source: text(),
  project: nullable(text()),
  session: nullable(text()),
  agent: nullable(text()),
  user: nullable(text()),
  tenant: nullable(text()),
  feature: nullable(text()),
  status: text('ok, error or aborted.'),
  errorType: nullable(text()),
  latencyMs: nullable(number()),
  timeToFirstTokenMs: nullable(number()),
  attempt: nullable(count('From 1.')),
  toolCalls: nullable(count('Tools that the answer calls.')),
  quotas: quotasShape,
  tokens: tokensShape,
  listUsd: nullable(usd('At API list price; null where it is not known.')),
});

export type CallRow = TypeOf<typeof callRowShape>;

export const CALLS: ReportKind<CallRow, JsonUsageTotals> = {
  name: 'calls',
  about:
    'Single calls, the newest first (`meterline calls`); `meterline tail --json` writes such rows, one a line. The totals are those of the rows.',
  row: callRowShape,
  totals: totalsShape,
};
