import type { CallAttribution } from './attribution.ts';

/**
 * Programs and libraries that name themselves, and what they are called here. Only these names are ever kept of a user
 * agent: what else stands in it, and every other one, is not.
 */
const APPS: readonly (readonly [RegExp, string])[] = [
  [/^claude-cli\//, 'claude-code'],
  [/^codex_/, 'codex'],
  [/\bGeminiCLI\//, 'gemini-cli'],
  [/^opencode\//, 'opencode'],
  [/\blangchain/, 'langchain'],
  // It names itself behind the provider's library, and behind that the runtime.
  [/\bai-sdk\//, 'vercel-ai-sdk'],
  [/^(Async)?Anthropic\w*\/JS /, 'anthropic-sdk-typescript'],
  [/^(Async)?Anthropic\w*\/Python /, 'anthropic-sdk-python'],
  [/^(Async)?(Azure)?OpenAI\/JS /, 'openai-sdk-typescript'],
  [/^(Async)?(Azure)?OpenAI\/Python /, 'openai-sdk-python'],
  [/^google-genai-sdk\/\S+ gl-node\//, 'google-genai-typescript'],
  [/^google-genai-sdk\/\S+ gl-python\//, 'google-genai-python'],
  [/^curl\//, 'curl'],
];

/** What is longer is no name of a program. */
const MAX_LENGTH = 300;

/** The app by its user agent: the weakest word of all, for callers that say nothing themselves. */
export const fromUserAgent = ({
  'user-agent': agent,
}: {
  readonly 'user-agent'?: string | undefined;
}): CallAttribution => {
  if (agent === undefined || agent.length > MAX_LENGTH) return {};
  const app = APPS.find(([pattern]) => pattern.test(agent))?.[1];
  return app === undefined ? {} : { app };
};
