import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromUserAgent } from './from-user-agent.ts';

const NAMED = {
  'claude-cli/2.0.14 (external, cli)': 'claude-code',
  'codex_cli_rs/0.48.0 (Ubuntu 24.4.0; x86_64) xterm': 'codex',
  'GeminiCLI/0.9.0/gemini-2.5-pro (linux; x64)': 'gemini-cli',
  'opencode/0.15.3': 'opencode',
  'langchainjs-openai/1.0.0 ((node/22.15.0; linux))': 'langchain',
  'ai/5.0.60 ai-sdk/provider-utils/3.0.10 runtime/node.js/22': 'vercel-ai-sdk',
  'ai-sdk/anthropic/2.0.23 ai-sdk/provider-utils/3.0.10 runtime/node.js/22': 'vercel-ai-sdk',
  'Anthropic/JS 0.65.0': 'anthropic-sdk-typescript',
  'AnthropicBedrock/JS 0.65.0': 'anthropic-sdk-typescript',
  'AsyncAnthropic/Python 0.69.0': 'anthropic-sdk-python',
  'OpenAI/JS 6.1.0': 'openai-sdk-typescript',
  'AzureOpenAI/JS 6.1.0': 'openai-sdk-typescript',
  'AsyncAzureOpenAI/Python 2.0.0': 'openai-sdk-python',
  'google-genai-sdk/1.22.0 gl-node/v22.15.0': 'google-genai-typescript',
  'google-genai-sdk/1.40.0 gl-python/3.12.3': 'google-genai-python',
  'curl/8.14.1': 'curl',
} as const;

it.each(Object.entries(NAMED))('knows %s', (agent, app) => {
  expect(fromUserAgent({ 'user-agent': agent })).toEqual({ app });
});

it('keeps nothing of what it does not know, and nothing but the name of what it knows', () => {
  expect(fromUserAgent({})).toEqual({});
  expect(fromUserAgent({ 'user-agent': `curl/8 ${'x'.repeat(300)}` })).toEqual({});
  const known = new Set<string>(Object.values(NAMED));
  fc.assert(
    fc.property(
      fc.constantFrom('', ...Object.keys(NAMED)),
      fc.string({ maxLength: 100, unit: 'grapheme' }),
      (agent, more) => {
        const { app, ...rest } = fromUserAgent({ 'user-agent': `${agent}${more}` });
        expect(rest).toEqual({});
        expect(app === undefined || known.has(app)).toBe(true);
      },
    ),
  );
});
