import { type PricedEvent, totalsOfCall } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import { iso } from './envelope.ts';
import type { CallRow } from './kinds/calls.ts';
import { quotaRowsOf } from './quota-rows.ts';
import { figuresOf, usdOf } from './usage-figures.ts';

/** A call that has an id, wherever it was read. */
export type ShownCall = PricedEvent & Pick<StoredCall, 'id'>;

/** A call as `calls` and `tail` give it; what is not known is null, which is not 0. */
export const callRowOf = (call: ShownCall): CallRow => ({
  key: { call: call.id },
  start: iso(call.startedAt),
  provider: call.provider,
  model: call.modelCanonical,
  app: call.app ?? null,
  source: call.source,
  project: call.project ?? null,
  session: call.session ?? null,
  agent: call.agent ?? null,
  user: call.user ?? null,
  tenant: call.tenant ?? null,
  feature: call.feature ?? null,
  status: call.status,
  errorType: call.errorType ?? null,
  latencyMs: call.latencyMs ?? null,
  timeToFirstTokenMs: call.timeToFirstTokenMs ?? null,
  attempt: call.attempt ?? null,
  toolCalls: call.toolCalls ?? null,
  quotas: quotaRowsOf(call.quotas),
  tokens: figuresOf(totalsOfCall(call)).tokens,
  listUsd: call.cost.listNanoUsd === undefined ? null : usdOf(call.cost.listNanoUsd),
});
