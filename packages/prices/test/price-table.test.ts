import { describe, expect, test } from 'vitest';
import { usdOf } from './price-case.test-kit.ts';

const MIX = { input: 1000, cache_read: 20_000, cache_write_5m: 3000, cache_write_1h: 4000, output: 500 };
const GPT = { input: 10_000, cache_read: 40_000, output: 2000 };
const MILLION = { input: 1_000_000, cache_read: 1_000_000, output: 1_000_000 };
const SHORT = { input: 10_000, output: 1000 };

// Worked out by hand from the prices reference, §0, §2 and §3; siblings of the cases in vectors.json.
describe('Anthropic', () => {
  test.each([
    ['claude-haiku-4-5-20251001', '0.01725'],
    ['claude-sonnet-4-5-20250929', '0.05175'],
    ['claude-opus-4-20250514', '0.25875'],
    ['claude-opus-4-6', '0.08625'],
    ['claude-opus-4-7', '0.08625'],
    ['claude-sonnet-5', '0.0345'],
    ['claude-opus-5-5', '0.065'],
    ['claude-sonnet-5-5', '0.0325'],
    ['claude-haiku-5-5', '0.001725'],
  ])('%s', (model, usd) => {
    expect(usdOf('anthropic', model, MIX)).toBe(usd);
  });

  test('fast mode', () => {
    const usage = { input: 10_000, cache_read: 50_000, output: 1000 };
    expect(usdOf('anthropic', 'claude-opus-4-7', usage, { speed: 'fast' }, '2026-07-01T00:00:00Z')).toBe(
      '0.6',
    );
    expect(usdOf('anthropic', 'claude-opus-5-5', usage, { speed: 'fast' })).toBe('0.14');
    expect(usdOf('anthropic', 'claude-fable-5-2', usage, { speed: 'fast' })).toBe('0.26');
    // Before the 1M context became general: 12x input and 9x output above 200,000.
    const long = { input: 250_000, output: 1000 };
    expect(usdOf('anthropic', 'claude-opus-4-6', long, { speed: 'fast' }, '2026-03-01T00:00:00Z')).toBe(
      '15.225',
    );
  });

  test('inference_geo us counts from 4.6 on', () => {
    expect(usdOf('anthropic', 'claude-sonnet-4-5', SHORT, { inference_geo: 'us' })).toBe('0.045');
    expect(usdOf('anthropic', 'claude-opus-4-5', SHORT, { inference_geo: 'us' })).toBe('0.075');
    expect(usdOf('anthropic', 'claude-sonnet-4-6', SHORT, { inference_geo: 'us' })).toBe('0.0495');
    expect(usdOf('anthropic', 'claude-haiku-5-5', SHORT, { inference_geo: 'us' })).toBe('0.00165');
  });

  test('tiers and dates', () => {
    expect(usdOf('anthropic', 'claude-haiku-5-5', { input: 100_001, output: 1000 })).toBe('0.0525005');
    const long = { input: 150_000, cache_read: 100_000, output: 10_000 };
    expect(usdOf('anthropic', 'claude-sonnet-4-6', long, {}, '2026-03-12T23:59:59Z')).toBe('1.185');
    const reads = { input: 1000, cache_read: 1_000_000, output: 1000 };
    expect(usdOf('anthropic', 'claude-sonnet-5-5', reads, {}, '2026-10-07T00:00:00Z')).toBe('0.112');
    expect(usdOf('anthropic', 'claude-sonnet-4-5', { input: 10, output: 300_000 })).toBe('4.50003');
  });

  test('batch halves tokens of every kind and no web search', () => {
    expect(usdOf('anthropic', 'claude-opus-5', { ...MIX, web_searches: 1 }, { batch: true })).toBe(
      '0.053125',
    );
    expect(usdOf('anthropic', 'claude-opus-5', SHORT, { service_tier: 'batch' })).toBe('0.0375');
  });
});

describe('OpenAI', () => {
  test.each([
    ['gpt-4.1-mini', '0.0112'],
    ['gpt-5', '0.0375'],
    ['gpt-5-nano', '0.0015'],
    ['gpt-5.1', '0.0375'],
    ['gpt-5.3-codex', '0.0525'],
    ['o3', '0.056'],
    ['gpt-6-sol', '0.048'],
    ['gpt-6-luna', '0.0024'],
  ])('%s', (model, usd) => {
    expect(usdOf('openai', model, GPT)).toBe(usd);
  });

  test.each([
    ['gpt-4o-mini', '0.0095'],
    ['o4-mini', '0.056'],
    ['gpt-4.1-mini', '0.0196'],
    ['gpt-5.1', '0.075'],
    ['gpt-5.5', '0.325'],
    ['gpt-5.6-sol', '0.192'],
    ['gpt-6.1-sol', '0.088'],
    ['gpt-6.1-terra', '0.044'],
  ])('%s at priority', (model, usd) => {
    expect(usdOf('openai', model, GPT, { service_tier: 'priority' })).toBe(usd);
    expect(usdOf('openai', model, GPT, { service_tier: 'fast' })).toBe(usd);
  });

  test('ultrafast', () => {
    expect(usdOf('openai', 'gpt-6-astra', GPT, { service_tier: 'ultrafast' })).toBe('1.44');
    expect(usdOf('openai', 'gpt-6-sol', GPT, { service_tier: 'priority' })).toBe('0.096');
  });

  test('cache writes, twelve hours included', () => {
    expect(usdOf('openai', 'gpt-6.1-terra', { input: 10_000, cache_write_12h: 20_000, output: 1000 })).toBe(
      '0.065',
    );
    expect(
      usdOf('openai', 'gpt-6-sol', { input: 10_000, cache_read: 50_000, cache_write: 5000, output: 2000 }),
    ).toBe('0.0625');
    // A model without a price for writes: they are input.
    expect(usdOf('openai', 'gpt-5.4', { input: 1000, cache_write: 1000 })).toBe('0.005');
  });

  test('dates of the cuts', () => {
    const usage = { input: 100_000, cache_read: 100_000, cache_write: 10_000, output: 10_000 };
    expect(usdOf('openai', 'gpt-5.6-luna', usage, {}, '2026-07-29T12:00:00Z')).toBe('0.1825');
    expect(
      usdOf('openai', 'gpt-5.6-sol', { input: 100_000, output: 10_000 }, {}, '2026-08-20T23:59:59Z'),
    ).toBe('0.8');
    const o3 = { input: 100_000, cache_read: 100_000, output: 10_000 };
    expect(usdOf('openai', 'o3', o3, {}, '2025-06-10T00:00:00Z')).toBe('0.33');
  });

  test('the long context begins after 272,000', () => {
    expect(usdOf('openai', 'gpt-5.6-sol', { input: 272_000, output: 10_000 })).toBe('1.288');
    expect(usdOf('openai', 'gpt-5.6-sol', { input: 272_001, output: 10_000 })).toBe('2.476008');
    expect(usdOf('openai', 'gpt-5.4-mini', { input: 300_000, output: 10_000 })).toBe('0.27');
  });

  test('flex, batch and residency', () => {
    expect(usdOf('openai', 'gpt-5.4', GPT, { service_tier: 'flex' })).toBe('0.0325');
    expect(usdOf('openai', 'gpt-4o', { input: 1_000_000, output: 500_000 }, { batch: true })).toBe('3.75');
    expect(usdOf('openai', 'gpt-5.5', SHORT, { regional: true })).toBe('0.088');
    expect(usdOf('openai', 'gpt-5.2', SHORT, { regional: true })).toBe('0.0315');
  });
});

describe('Google', () => {
  test.each([
    ['gemini-2.0-flash', { input: 1000, input_audio: 9000, output: 500 }, '0.0066'],
    ['gemini-3-pro-preview', { input: 200_001, output: 1000 }, '0.818004'],
    ['gemini-1.5-pro', { input: 128_001, output: 1000 }, '0.3300025'],
    ['gemini-2.5-pro', { input: 150_000, cache_read: 60_000, output: 3000 }, '0.435'],
  ])('%s', (model, usage, usd) => {
    expect(usdOf('google', model, usage)).toBe(usd);
  });

  test('batch leaves cache reads alone, except on 3.x Flash', () => {
    expect(usdOf('google', 'gemini-2.5-pro', { input: 100_000, output: 10_000 }, { batch: true })).toBe(
      '0.1125',
    );
    expect(usdOf('google', 'gemini-2.5-flash', GPT, { batch: true })).toBe('0.0052');
    expect(usdOf('google', 'gemini-3-flash-preview', GPT, { batch: true })).toBe('0.0065');
  });

  test('Vertex has its own price for 2.0 Flash, and regions for Claude', () => {
    expect(usdOf('vertex', 'gemini-2.0-flash', SHORT)).toBe('0.0021');
    expect(usdOf('vertex', 'claude-sonnet-4-5@20250929', SHORT, { regional: true })).toBe('0.0495');
    expect(usdOf('vertex', 'claude-sonnet-4@20250514', SHORT, { regional: true })).toBe('0.045');
    expect(usdOf('vertex', 'gemini-2.5-pro', SHORT, { regional: true })).toBe('0.0225');
  });
});

describe('DeepSeek', () => {
  test.each([
    ['2026-08-16T16:00:00Z', '0.887', 'the change, off-peak'],
    ['2026-08-17T00:59:59Z', '0.887', 'before the peak'],
    ['2026-08-17T06:00:00Z', '1.774', 'the second peak'],
    ['2026-08-17T10:00:00Z', '0.887', 'the end of it'],
    ['2026-08-22T01:30:00Z', '1.774', 'the last Saturday at peak'],
    ['2026-09-10T03:59:59Z', '1.774', 'the last second of V4 Flash'],
    ['2026-09-10T04:00:00Z', '0.753', 'V4.1 Flash'],
    ['2026-09-25T02:00:00Z', '0.753', 'Mid-Autumn Festival, a Friday'],
    ['2026-10-01T02:00:00Z', '0.753', 'National Day'],
    ['2026-10-08T02:00:00Z', '1.506', 'back at work'],
    ['2026-10-10T02:00:00Z', '0.753', 'a Saturday worked in lieu is a Saturday'],
  ])('v4-flash at %s: %s (%s)', (at, usd) => {
    expect(usdOf('deepseek', 'deepseek-v4-flash', MILLION, {}, at)).toBe(usd);
  });

  test('older names and models', () => {
    const chat = (at: string) =>
      usdOf('deepseek', 'deepseek-chat', { input: 1_000_000, output: 1_000_000 }, {}, at);
    expect(chat('2025-05-01T12:00:00Z')).toBe('1.37');
    expect(chat('2025-05-01T00:29:59Z')).toBe('0.685');
    expect(chat('2025-05-01T00:30:00Z')).toBe('1.37');
    expect(chat('2026-11-20T12:00:00Z')).toBe('0.75');
    expect(usdOf('deepseek', 'deepseek-v4-pro', MILLION, {}, '2026-08-01T02:00:00Z')).toBe('1.308625');
  });
});

describe('others', () => {
  test.each([
    ['xai', 'grok-4.7', { input: 200_000, output: 1000 }, '0.812'],
    ['xai', 'grok-4.5', { input: 10_000, cache_read: 10_000, output: 1000 }, '0.029'],
    ['xai', 'grok-4.6', { input: 10_000, cache_read: 10_000, output: 1000 }, '0.031'],
    ['xai', 'grok-4', { input: 128_000, output: 1000 }, '0.399'],
    ['moonshot', 'kimi-k3', { input: 10_000, cache_read: 10_000, output: 1000 }, '0.048'],
    ['zai', 'glm-5', { input: 10_000, cache_read: 10_000, output: 1000 }, '0.0152'],
    ['alibaba', 'qwen3-max', { input: 128_000, output: 1000 }, '0.3192'],
    ['alibaba', 'qwen3-max', { input: 128_001, output: 1000 }, '0.399003'],
    ['cursor', 'composer-2.5-fast', { input: 10_000, cache_read: 10_000, output: 1000 }, '0.05'],
    ['bedrock', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', SHORT, '0.045'],
    ['bedrock', 'apac.anthropic.claude-sonnet-4-5-20250929-v1:0', SHORT, '0.0495'],
    ['bedrock', 'anthropic.claude-sonnet-4-5-20250929-v1:0', SHORT, '0.0495'],
    ['bedrock', 'us.anthropic.claude-sonnet-4-20250514-v1:0', SHORT, '0.045'],
    ['openrouter', 'deepseek/deepseek-chat:free', SHORT, '0'],
    ['ollama', 'llama3.1:8b', SHORT, '0'],
  ])('%s %s', (provider, model, usage, usd) => {
    expect(usdOf(provider, model, usage)).toBe(usd);
  });
});
