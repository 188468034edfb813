import type { ReportKind } from '../envelope.ts';
import { count, instant, nullable, number, object, type TypeOf, text, usd } from '../shape.ts';
import { tokensShape, totalsFields } from '../usage-figures.ts';

const row = object({
  key: object({ call: text('For `meterline explain`.') }),
  start: instant(),
  offsetMs: count('From the start of the first hop.'),
  latencyMs: nullable(number('How long it took; null where that is not known.')),
  app: nullable(text()),
  session: nullable(text()),
  agent: nullable(text()),
  parentAgent: nullable(text('The agent that started this one.')),
  model: text(),
  status: text('ok, error or aborted.'),
  errorType: nullable(text()),
  attempt: nullable(count('From 1.')),
  tokens: tokensShape,
  listUsd: nullable(usd('At API list price; null where it is not known.')),
  soFarUsd: usd('All hops up to this one; those without a price add nothing.'),
});

const totals = object({
  ...totalsFields,
  wallMs: count('From the first start to the last end.'),
  inCallsMs: count('Some hop was on its way; a lower bound where untimedHops is not 0.'),
  parallelMs: count('Of this, two or more at once.'),
  waitingMs: nullable(count('No hop was on its way; null where hops do not say how long they took.')),
  mostAtOnce: count('The most hops at one moment.'),
  untimedHops: count('Hops that do not say how long they took, or that were not looked at.'),
});

export type HopRow = TypeOf<typeof row>;
export type TaskSums = TypeOf<typeof totals>;

export const TASK: ReportKind<HopRow, TaskSums> = {
  name: 'task',
  about:
    'One task, hop by hop, and where its time went (`meterline task`). The totals are of the whole task.',
  row,
  totals,
};
