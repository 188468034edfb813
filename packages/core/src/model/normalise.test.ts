import { describe, expect, test } from 'vitest';
import { matchedBy, normaliseModel } from './normalise.ts';
import { resolveProvider } from './provider.ts';

const last = (provider: string, raw: string) => {
  const { candidates } = normaliseModel(provider, raw);
  return candidates.at(-1)!;
};

describe('normaliseModel', () => {
  test.each([
    ['openrouter', 'openrouter/anthropic/claude-sonnet-4.5', 'claude-sonnet-4-5', 'prefix+spelling'],
    ['anthropic', 'Claude-Opus-4-7', 'claude-opus-4-7', 'case'],
    ['google', 'models/gemini-2.5-flash', 'gemini-2.5-flash', 'path'],
    ['vertex', 'claude-opus-4-5@20251101', 'claude-opus-4-5', 'date'],
    ['vertex', 'publishers/anthropic/models/claude-opus-5@default', 'claude-opus-5', 'path+date'],
    ['claude-code', 'claude-sonnet-4-6[1m]', 'claude-sonnet-4-6', 'context'],
    ['anthropic', 'claude-4.5-sonnet', 'claude-sonnet-4-5', 'spelling'],
    ['cursor', 'composer-2.5[fast=true]', 'composer-2.5-fast', 'variant'],
    ['openai', 'gpt-5.4-high', 'gpt-5.4', 'effort'],
    ['openai', 'openai:gpt-5-2025-08-07', 'gpt-5', 'prefix+date'],
    ['anthropic', 'claude-sonnet-4-5-thinking', 'claude-sonnet-4-5', 'thinking'],
  ])('%s %s can be read as %s', (provider, raw, name, steps) => {
    const found = normaliseModel(provider, raw).candidates.find((state) => state.name === name);
    expect(found).toBeDefined();
    expect(matchedBy(found!)).toBe(steps);
  });

  test.each([
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'regional'],
    ['apac.anthropic.claude-sonnet-4-5-20250929-v1:0', 'regional'],
    ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'global'],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'in-region'],
    [
      'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'regional',
    ],
  ])('%s is billed by Bedrock, %s', (raw, region) => {
    const state = last('unknown', raw);
    expect(state.name).toBe('claude-sonnet-4-5');
    expect(state.biller.id).toBe('bedrock');
    expect(state.region).toBe(region);
  });

  test('a name is looked up as it came before anything is taken off', () => {
    expect(normaliseModel('openai', 'gpt-4o-2024-05-13').candidates[0]!.name).toBe('gpt-4o-2024-05-13');
  });

  test('a date inside a version is not stripped, and no version is shortened', () => {
    const names = normaliseModel('anthropic', 'claude-opus-5-9').candidates.map(({ name }) => name);
    expect(names).not.toContain('claude-opus-5');
    expect(normaliseModel('openai', 'gpt-6.2-sol').candidates.map(({ name }) => name)).not.toContain(
      'gpt-6-sol',
    );
  });

  test('an application profile names no model', () => {
    const raw = 'arn:aws:bedrock:us-east-1:1:application-inference-profile/abc123';
    expect(normaliseModel('bedrock', raw).candidates.map(({ name }) => name)).toEqual([raw]);
  });

  test('a hostile name ends', () => {
    expect(normaliseModel('x', 'openai/'.repeat(5000)).candidates.length).toBeLessThan(200);
    expect(normaliseModel('', '').candidates.length).toBeGreaterThan(0);
  });
});

describe('resolveProvider', () => {
  test.each([
    ['amazon-bedrock', 'bedrock'],
    ['google-vertex', 'vertex'],
    ['google-gemini-cli', 'google'],
    ['openai-codex', 'openai'],
    ['github-copilot', 'github-copilot'],
    ['moonshotai', 'moonshot'],
    ['zai', 'zai'],
    ['x-ai', 'xai'],
    ['claude-code', 'anthropic'],
    ['AZ.AI.OpenAI', 'azure'],
    ['mockai', 'mockai'],
    ['', 'unknown'],
  ])('%s is %s', (raw, id) => {
    expect(resolveProvider(raw).id).toBe(id);
  });
});
