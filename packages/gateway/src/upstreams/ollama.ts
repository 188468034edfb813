import { openaiRoute } from '../paths/openai-paths.ts';
import type { RequestLine, Route, Upstream } from '../upstream.ts';

/** Its own form and OpenAI's, on this machine (provider-usage §13). */
export const ollama: Upstream = {
  name: 'ollama',
  provider: 'ollama',
  origin: 'http://127.0.0.1:11434',
  route: (request) => ollamaRoute(request),
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: [],
  requestId: undefined,
  keyHeader: 'authorization',
};

const NATIVE = /^\/api\/(chat|generate|embed)$/;

const ollamaRoute = (request: RequestLine): Route => {
  if (request.method === 'POST' && NATIVE.test(request.path)) return { kind: 'metered', wire: 'ollama' };
  return request.path.startsWith('/api/') ? { kind: 'free' } : openaiRoute(request);
};
