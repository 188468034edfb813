import { describe, expect, test } from 'vitest';
import { bookEngine } from './price-case.test-kit.ts';

const keyOf = (provider: string, model: string) => bookEngine.resolve(provider, model).key;

describe('names that mean a model', () => {
  test.each([
    ['anthropic', 'claude-haiku-4-5-20251001', 'anthropic:claude-haiku-4-5'],
    ['anthropic', 'claude-3-5-haiku-latest', 'anthropic:claude-haiku-3-5'],
    ['anthropic', 'claude-3-opus-20240229', 'anthropic:claude-3-opus'],
    ['anthropic', 'claude-3-sonnet-20240229', 'anthropic:claude-3-sonnet'],
    ['anthropic', 'claude-sonnet-4-0', 'anthropic:claude-sonnet-4'],
    ['anthropic', 'claude-4-sonnet-20250514', 'anthropic:claude-sonnet-4'],
    ['anthropic', 'claude-opus-4-5-thinking', 'anthropic:claude-opus-4-5'],
    ['anthropic', 'claude-opus-5-5-20260922', 'anthropic:claude-opus-5-5'],
    ['claude-code', 'claude-opus-4-7[1m]', 'anthropic:claude-opus-4-7'],
    ['github-copilot', 'claude-sonnet-4.6', 'anthropic:claude-sonnet-4-6'],
    ['openrouter', 'anthropic/claude-opus-4.8', 'anthropic:claude-opus-4-8'],
    ['openrouter', 'openrouter/anthropic/claude-3.5-sonnet:beta', 'anthropic:claude-sonnet-3-5'],
    ['openrouter', 'openai/gpt-5.4:nitro', 'openai:gpt-5.4'],
    ['openrouter', 'google/gemini-2.5-pro', 'google:gemini-2.5-pro'],
    ['openrouter', 'z-ai/glm-5', 'zai:glm-5'],
    ['openrouter', 'moonshotai/kimi-k3', 'moonshot:kimi-k3'],
    ['openrouter', 'qwen/qwen3-max', 'alibaba:qwen3-max'],
    ['openrouter', 'deepseek/deepseek-v4-pro', 'deepseek:deepseek-v4-pro'],
    ['litellm', 'dashscope/qwen3-max', 'alibaba:qwen3-max'],
    ['litellm', 'xai/grok-4.6', 'xai:grok-4.6'],
    ['litellm', 'gemini/gemini-2.5-flash', 'google:gemini-2.5-flash'],
    ['litellm', 'vertex_ai/claude-sonnet-4-5@20250929', 'anthropic:claude-sonnet-4-5'],
    ['litellm', 'bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0', 'anthropic:claude-haiku-4-5'],
    ['litellm', 'zai/glm-4.6', 'zai:glm-4.6'],
    ['bedrock', 'apac.anthropic.claude-3-5-sonnet-20241022-v2:0', 'anthropic:claude-sonnet-3-5'],
    ['bedrock', 'amazon.nova-lite-v1:0', 'bedrock:amazon.nova-lite'],
    ['amazon-bedrock', 'us.meta.llama3-3-70b-instruct-v1:0', 'bedrock:meta.llama3-3-70b-instruct'],
    ['vertex', 'publishers/google/models/gemini-3.1-pro-preview', 'google:gemini-3.1-pro-preview'],
    ['vertex', 'gemini-2.0-flash-001', 'vertex:gemini-2.0-flash'],
    ['google-gemini-cli', 'gemini-3-pro-preview', 'google:gemini-3-pro-preview'],
    ['google', 'gemini-2.0-flash-001', 'google:gemini-2.0-flash'],
    ['azure', 'azure/global/gpt-4o-2024-11-20', 'openai:gpt-4o'],
    ['azure', 'gpt-4.1-2025-04-14', 'openai:gpt-4.1'],
    ['openai', 'gpt-4o-2024-08-06', 'openai:gpt-4o'],
    ['openai', 'gpt-4o-2024-05-13', 'openai:gpt-4o-2024-05-13'],
    ['openai', 'gpt-5-4', 'openai:gpt-5.4'],
    ['openai', 'o3-2025-04-16', 'openai:o3'],
    ['openai', 'o3-mini-high', 'openai:o3-mini'],
    ['openai', 'gpt-5.1-codex-max', 'openai:gpt-5.1'],
    ['openai', 'gpt-5.1-codex-mini', 'openai:gpt-5.1-codex-mini'],
    ['openai-codex', 'gpt-5.3-codex', 'openai:gpt-5.3-codex'],
    ['openai', 'gpt-5.6', 'openai:gpt-5.6-sol'],
    ['openai', 'gpt-6-sol-xhigh', 'openai:gpt-6-sol'],
    ['kimi-cli', 'kimi-k2-0905-preview', 'moonshot:kimi-k2'],
    ['cursor', 'composer-2.5[fast=false]', 'cursor:composer-2.5'],
    ['cursor', 'composer-2.5-fast', 'cursor:composer-2.5-fast'],
    ['cursor', 'claude-4.5-sonnet', 'anthropic:claude-sonnet-4-5'],
    ['groq', 'llama-3.3-70b-versatile', 'groq:llama-3.3-70b-versatile'],
    ['groq', 'openai/gpt-oss-120b', 'groq:openai/gpt-oss-120b'],
    ['mistral', 'mistral-large-latest', 'mistral:mistral-large-latest'],
    ['mistral', 'mistral-medium-3', 'mistral:mistral-medium-3-1'],
    ['cursor', 'grok-4.5-fast', 'cursor:grok-4.5-fast'],
    ['openrouter', 'openai/gpt-oss-120b', 'openrouter:openai/gpt-oss-120b'],
    ['openrouter', 'meta-llama/llama-3.3-70b-instruct', 'openrouter:meta-llama/llama-3.3-70b-instruct'],
    ['unknown', 'claude-opus-5', 'anthropic:claude-opus-5'],
    ['qwen-code', 'qwen3-coder-plus', 'alibaba:qwen3-coder-plus'],
    ['xai', 'grok-4-fast', 'xai:grok-4-fast-reasoning'],
  ])('%s %s → %s', (provider, model, key) => {
    expect(keyOf(provider, model)).toBe(key);
  });
});

describe('names that mean nothing we know', () => {
  test.each([
    ['unknown', 'claude-sonnet-7'],
    ['anthropic', 'claude-opus-5-9'],
    ['anthropic', 'claude-sonnet-5-9'],
    ['anthropic', 'claude-opus-4-9-20270101'],
    ['anthropic', 'claude-haiku-6'],
    ['openai', 'gpt-6.2-sol'],
    ['openai', 'gpt-6'],
    ['openai', 'gpt-5.9'],
    ['openai', 'o5'],
    ['openai', 'ft:gpt-4o-2024-08-06:org::abc'],
    ['openai', 'ft:gpt-4o-mini:org'],
    ['google', 'gemini-4-pro'],
    ['deepseek', 'deepseek-v5'],
    ['xai', 'grok-5'],
    ['alibaba', 'qwen4-max'],
    ['zai', 'glm-6'],
    ['azure', 'my-azure-deployment'],
    ['unknown', 'mock-gpt'],
    ['mockai', 'mock-noprice'],
    ['anthropic', 'haiku'],
    ['bedrock', 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdef'],
    ['openai', 'claude'],
    ['x', ''],
  ])('%s %s', (provider, model) => {
    expect(bookEngine.resolve(provider, model).kind).toBe('unknown');
  });
});

test('what agents wrote in real logs is priced', () => {
  for (const [provider, model] of [
    ['anthropic', 'claude-sonnet-4-5'],
    ['openai', 'gpt-5.3-codex'],
    ['anthropic', 'claude-opus-5-5'],
    ['openai', 'gpt-5.5'],
    ['anthropic', 'claude-sonnet-5-5'],
    ['anthropic', 'claude-sonnet-4-20250514'],
    ['google', 'gemini-2.5-pro'],
    ['anthropic', 'claude-haiku-5-5'],
    ['google', 'gemini-3.8-flash'],
    ['google', 'gemini-3.1-pro-preview'],
    ['openai', 'gpt-5.1-codex'],
    ['anthropic', 'claude-opus-4-7'],
  ] as const)
    expect(bookEngine.resolve(provider, model).kind, model).toBe('model');
});
