import { anthropicRoute } from '../paths/anthropic-paths.ts';
import { openaiRoute } from '../paths/openai-paths.ts';
import { OPENAI_QUOTAS } from '../paths/quota-headers.ts';
import type { Upstream } from '../upstream.ts';

/** OpenAI's form and Anthropic's; says what it charges in ticks (provider-usage §10). */
export const xai: Upstream = {
  name: 'xai',
  provider: 'xai',
  origin: 'https://api.x.ai',
  route: (request) => (request.path.endsWith('/messages') ? anthropicRoute(request) : openaiRoute(request)),
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: OPENAI_QUOTAS,
  requestId: undefined,
  keyHeader: 'authorization',
};
