import { anthropicRoute } from '../paths/anthropic-paths.ts';
import { openaiRoute } from '../paths/openai-paths.ts';
import { OPENAI_QUOTAS } from '../paths/quota-headers.ts';
import type { Upstream } from '../upstream.ts';

/** Any host that speaks OpenAI's form or Anthropic's, under a name that the configuration gives it. */
export const openaiCompatible = (name: string): Upstream => ({
  name,
  provider: name,
  origin: undefined,
  route: (request) => (request.path.endsWith('/messages') ? anthropicRoute(request) : openaiRoute(request)),
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: OPENAI_QUOTAS,
  requestId: undefined,
  keyHeader: 'authorization',
});
