import { totalTokens } from '@meterline/core';
import type { StoredCall } from '@meterline/store';

/** A call as lists show it; what is not known is null, which is not 0. */
export const callRow = (call: StoredCall) => ({
  id: call.id,
  startedAt: call.startedAt,
  provider: call.provider,
  model: call.modelCanonical,
  app: call.app ?? null,
  source: call.source,
  session: call.session ?? null,
  project: call.project ?? null,
  branch: call.branch ?? null,
  agent: call.agent ?? null,
  machine: call.machine ?? null,
  cron: call.cron ?? null,
  task: call.task ?? null,
  feature: call.feature ?? null,
  status: call.status,
  httpStatus: call.httpStatus ?? null,
  errorType: call.errorType ?? null,
  attempt: call.attempt ?? null,
  tokens: call.tokens,
  totalTokens: totalTokens(call.tokens),
  cost: {
    status: call.cost.status,
    listNanoUsd: call.cost.listNanoUsd ?? null,
    billedNanoUsd: call.cost.billedNanoUsd ?? null,
    reportedNanoUsd: call.cost.reportedNanoUsd ?? null,
    confidence: call.cost.confidence,
  },
  latencyMs: call.latencyMs ?? null,
  timeToFirstTokenMs: call.timeToFirstTokenMs ?? null,
});
