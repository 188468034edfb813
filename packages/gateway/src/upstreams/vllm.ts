import { openaiRoute } from '../paths/openai-paths.ts';
import { OPENAI_QUOTAS } from '../paths/quota-headers.ts';
import type { Upstream } from '../upstream.ts';

/** A server of one's own in OpenAI's form: vLLM, SGLang, llama.cpp, LM Studio (provider-usage §14). */
export const vllm: Upstream = {
  name: 'vllm',
  provider: 'vllm',
  origin: 'http://127.0.0.1:8000',
  route: openaiRoute,
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: OPENAI_QUOTAS,
  requestId: undefined,
  keyHeader: 'authorization',
};
