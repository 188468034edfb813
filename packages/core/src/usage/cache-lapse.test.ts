import { describe, expect, test } from 'vitest';
import { type CacheUse, cacheChainOf, cacheLapseOf, cacheLapses, cacheUseOf } from './cache-lapse.ts';
import type { TokenUsage } from './token-usage.ts';

const MINUTE = 60_000;
const use = (tokens: TokenUsage, latencyMs?: number): CacheUse =>
  cacheUseOf({ startedAt: 0, tokens, ...(latencyMs !== undefined && { latencyMs }) })!;
const at = (minutes: number, tokens: TokenUsage) => ({ startedAt: minutes * MINUTE, tokens });

describe('a use of the cache', () => {
  test('is reading or writing; a call that did neither is none', () => {
    expect(cacheUseOf(at(0, { input: 9, output: 9 }))).toBeUndefined();
    expect(use({ cacheRead: 5, cacheWrite1h: 3 }, 40)).toEqual({
      startedAt: 0,
      endedAt: 40,
      cachedTokens: 8,
      timeToLiveMs: 60 * MINUTE,
    });
  });

  test('lives as long as most of what it wrote', () => {
    const minutes = (tokens: TokenUsage) => (use(tokens).timeToLiveMs ?? 0) / MINUTE;
    expect(minutes({ cacheWrite: 2, cacheWrite5m: 2, cacheWrite1h: 3 })).toBe(5);
    expect(minutes({ cacheWrite5m: 3, cacheWrite1h: 3 })).toBe(5);
    expect(minutes({ cacheWrite1h: 3, cacheWrite12h: 2 })).toBe(60);
    expect(minutes({ cacheWrite12h: 2 })).toBe(720);
    expect(minutes({ cacheRead: 2 })).toBe(0);
  });
});

describe('a lapse', () => {
  const short = use({ cacheRead: 800, cacheWrite5m: 200 });

  test('needs a gap longer than the time to live, and a write', () => {
    expect(cacheLapseOf(short, at(5, { cacheWrite5m: 900 }))).toBeUndefined();
    expect(cacheLapseOf(short, at(6, { input: 900 }))).toBeUndefined();
    expect(cacheLapseOf(short, at(6, { cacheWrite5m: 900 }))).toEqual({
      gapMs: 6 * MINUTE,
      lapsedTokens: 900,
      isWithinHour: true,
    });
    expect(cacheLapseOf(short, at(61, { cacheWrite5m: 900 }))?.isWithinHour).toBe(false);
  });

  test('is no more than what was cached and is read no more', () => {
    expect(cacheLapseOf(short, at(6, { cacheWrite5m: 5_000 }))?.lapsedTokens).toBe(1_000);
    expect(cacheLapseOf(short, at(6, { cacheRead: 700, cacheWrite5m: 5_000 }))?.lapsedTokens).toBe(300);
    expect(cacheLapseOf(short, at(6, { cacheRead: 1_000, cacheWrite5m: 50 }))).toBeUndefined();
  });

  test('an hour where an hour was paid for, or is now by a program whose use before only read', () => {
    const long = use({ cacheWrite1h: 500 });
    expect(cacheLapseOf(long, at(59, { cacheWrite1h: 500 }))).toBeUndefined();
    expect(cacheLapseOf(long, at(61, { cacheWrite1h: 500 }))).toMatchObject({ isWithinHour: false });
    const read = use({ cacheRead: 500 });
    expect(cacheLapseOf(read, at(30, { cacheWrite1h: 500 }))).toBeUndefined();
    expect(cacheLapseOf(read, at(30, { cacheWrite5m: 500 }))).toMatchObject({ lapsedTokens: 500 });
  });

  test('the clock runs from the end of an answer', () => {
    const slow = use({ cacheWrite5m: 10 }, 2 * MINUTE);
    expect(cacheLapseOf(slow, at(7, { cacheWrite5m: 10 }))).toBeUndefined();
    expect(cacheLapseOf(slow, at(8, { cacheWrite5m: 10 }))?.gapMs).toBe(6 * MINUTE);
  });
});

describe('the calls of a session', () => {
  const written = { cacheWrite5m: 100 };
  const call = (key: string, minutes: number, tokens: TokenUsage, more: object = {}) => ({
    ...{ keys: [key], app: 'a', session: 's', provider: 'anthropic', modelCanonical: 'm' },
    ...at(minutes, tokens),
    ...more,
  });

  test('are chained by session, agent, provider and model, and only by uses of the cache', () => {
    const first = call('1', 0, written);
    const other = call('2', 4, written, { agent: 'explore' });
    const failed = call('3', 4, { input: 5 });
    const again = call('4', 7, written);
    expect([...cacheLapses([again, failed, other, first]).keys()]).toEqual([again]);
    expect(cacheChainOf(call('5', 0, written, { session: undefined }))).toBeUndefined();
  });

  test('at one instant go by their keys', () => {
    const [a, b] = [call('a', 9, written), call('b', 9, written)];
    for (const calls of [
      [a, b],
      [b, a],
    ])
      expect([...cacheLapses([call('0', 0, written), ...calls]).keys()]).toEqual([a]);
  });
});
