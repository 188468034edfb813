import type { z } from '@hono/zod-openapi';
import type { liveCall } from '@meterline/api';
import { totalTokens } from '@meterline/core';
import type { StoredCall } from '@meterline/store';

/** A call as the event stream tells it: what lists of calls show, when it came, and whether it was known before. */
export type LiveCall = z.output<typeof liveCall>;

export const liveCallOf = (call: StoredCall, merged: boolean, recordedAt: number): LiveCall => ({
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
  status: call.status,
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
  recordedAt,
  merged,
});
