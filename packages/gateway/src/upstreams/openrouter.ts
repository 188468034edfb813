import { anthropicRoute } from '../paths/anthropic-paths.ts';
import { openaiRoute } from '../paths/openai-paths.ts';
import type { Upstream } from '../upstream.ts';

/** `/openrouter/api/v1/…`: OpenAI's form and Anthropic's; usage and cost come unasked (provider-usage §8). */
export const openrouter: Upstream = {
  name: 'openrouter',
  provider: 'openrouter',
  origin: 'https://openrouter.ai',
  route: (request) => (request.path.endsWith('/messages') ? anthropicRoute(request) : openaiRoute(request)),
  asksForUsage: false,
  billsAfterAbort: false,
  quotaHeaders: [],
  requestId: undefined,
  keyHeader: 'authorization',
};
