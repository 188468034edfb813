import { openaiRoute } from '../paths/openai-paths.ts';
import { OPENAI_QUOTAS } from '../paths/quota-headers.ts';
import { requestId } from '../paths/request-ids.ts';
import type { Upstream } from '../upstream.ts';

/** Chat, responses, embeddings, images, audio, batches (provider-usage §2–§4). */
export const openai: Upstream = {
  name: 'openai',
  provider: 'openai',
  origin: 'https://api.openai.com',
  route: openaiRoute,
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: OPENAI_QUOTAS,
  requestId: requestId('x-request-id'),
  keyHeader: 'authorization',
};
