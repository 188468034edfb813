import { anthropicRoute } from '../paths/anthropic-paths.ts';
import { ANTHROPIC_QUOTAS } from '../paths/quota-headers.ts';
import { requestId } from '../paths/request-ids.ts';
import type { Upstream } from '../upstream.ts';

/** Messages, batches and counts (provider-usage §1). Streams say their usage unasked; a client that leaves ends them. */
export const anthropic: Upstream = {
  name: 'anthropic',
  provider: 'anthropic',
  origin: 'https://api.anthropic.com',
  route: anthropicRoute,
  asksForUsage: false,
  billsAfterAbort: false,
  quotaHeaders: ANTHROPIC_QUOTAS,
  requestId: requestId('request-id'),
  keyHeader: 'x-api-key',
};
