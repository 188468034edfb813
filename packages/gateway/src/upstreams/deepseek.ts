import { openaiRoute } from '../paths/openai-paths.ts';
import { OPENAI_QUOTAS } from '../paths/quota-headers.ts';
import type { Upstream } from '../upstream.ts';

/** OpenAI's form, with its cache told twice (provider-usage §9). */
export const deepseek: Upstream = {
  name: 'deepseek',
  provider: 'deepseek',
  origin: 'https://api.deepseek.com',
  route: openaiRoute,
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: OPENAI_QUOTAS,
  requestId: undefined,
  keyHeader: 'authorization',
};
