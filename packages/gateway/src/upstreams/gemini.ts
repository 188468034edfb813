import { geminiRoute } from '../paths/gemini-paths.ts';
import { openaiRoute } from '../paths/openai-paths.ts';
import type { Upstream } from '../upstream.ts';

/** The Gemini API, and its form of OpenAI's (provider-usage §5). */
export const gemini: Upstream = {
  name: 'gemini',
  provider: 'google',
  origin: 'https://generativelanguage.googleapis.com',
  route: (request) => geminiRoute(request) ?? openaiRoute(request),
  asksForUsage: true,
  billsAfterAbort: false,
  quotaHeaders: [],
  requestId: undefined,
  keyHeader: 'x-goog-api-key',
};
