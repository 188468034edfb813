import { openaiRoute } from '../paths/openai-paths.ts';
import { OPENAI_QUOTAS } from '../paths/quota-headers.ts';
import type { Upstream } from '../upstream.ts';

/** OpenAI's form; the last chunk has the usage unasked (provider-usage §11). */
export const mistral: Upstream = {
  name: 'mistral',
  provider: 'mistral',
  origin: 'https://api.mistral.ai',
  route: openaiRoute,
  asksForUsage: false,
  billsAfterAbort: false,
  quotaHeaders: OPENAI_QUOTAS,
  requestId: undefined,
  keyHeader: 'authorization',
};
