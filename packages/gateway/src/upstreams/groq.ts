import { openaiRoute } from '../paths/openai-paths.ts';
import { OPENAI_QUOTAS } from '../paths/quota-headers.ts';
import { requestId } from '../paths/request-ids.ts';
import type { Upstream } from '../upstream.ts';

/** OpenAI's form; the last chunk has the usage in `x_groq` unasked (provider-usage §12). */
export const groq: Upstream = {
  name: 'groq',
  provider: 'groq',
  origin: 'https://api.groq.com',
  route: openaiRoute,
  asksForUsage: false,
  billsAfterAbort: false,
  quotaHeaders: OPENAI_QUOTAS,
  requestId: requestId('x-request-id'),
  keyHeader: 'authorization',
};
