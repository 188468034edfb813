import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { divideHalfEvenBig } from '../money/index.ts';
import type { TokenUsage } from '../usage/token-usage.ts';
import { picoPerToken } from './book.ts';
import { compileBook } from './engine.ts';
import { call, JUNE, SMALL_BOOK } from './price.test-kit.ts';

const engine = compileBook(SMALL_BOOK);
const list = (more: Parameters<typeof call>[0]) => engine.price(call(more)).listNanoUsd;

const COUNT = fc.integer({ min: 0, max: 2_000_000 });
const USAGE = fc.record(
  { input: COUNT, output: COUNT, cacheRead: COUNT, cacheWrite5m: COUNT, cacheWrite1h: COUNT },
  { requiredKeys: [] },
) as fc.Arbitrary<TokenUsage>;

const FLAGS = fc.record(
  {
    provider: fc.constantFrom('anthropic', 'bedrock', 'unknown', 'openrouter'),
    speed: fc.constantFrom('fast', 'standard'),
    region: fc.constantFrom('us', 'regional', 'us-east-1', 'global'),
    batch: fc.boolean(),
    serviceTier: fc.constantFrom('priority', 'flex', 'standard', 'ultrafast', 'SERVICE_TIER_PRIORITY', '?'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Parameters<typeof call>[0]>;

describe('periods', () => {
  test('are half-open UTC instants', () => {
    const at = (iso: string) => engine.price(call({ startedAt: Date.parse(iso) }));
    expect(at('2026-03-12T23:59:59.999Z').listNanoUsd).toBe(6_000_000);
    expect(at('2026-03-13T00:00:00.000Z').listNanoUsd).toBe(7_500_000);
    expect(at('2026-03-13T00:00:00.000Z').priceRule).toMatch(
      /^anthropic:claude-test-1@2026-03-13#[0-9a-f]{8}$/,
    );
    expect(at('2026-03-12T00:00:00.000Z').priceRule).toContain('@start#');
  });

  test('a time that is no time has no price', () => {
    const cost = engine.price(call({ startedAt: Number.NaN }));
    expect(cost.status).toBe('unpriced');
    expect(cost.notes).toEqual(['no_price_then']);
  });

  test('windows are half-open and lie inside their period', () => {
    const at = (time: string) =>
      list({
        provider: 'deepseek',
        model: 'deep-test',
        tokens: { input: 1_000_000 },
        startedAt: Date.parse(`2026-06-15T${time}Z`),
      });
    expect([at('00:59:59.999'), at('01:00:00'), at('03:59:59.999'), at('04:00:00')]).toEqual([
      1e9, 2e9, 2e9, 1e9,
    ]);
  });
});

describe('tiers', () => {
  test('the prompt decides, cached tokens included, and moves the whole call', () => {
    const cost = engine.price(call({ tokens: { input: 60_000, cacheRead: 140_001, output: 1000 } }));
    expect(cost.tier).toBe('>200000');
    expect(cost.listNanoUsd).toBe(60_000 * 10_000 + 140_001 * 1000 + 1000 * 37_500);
  });

  test('output never counts, and > excludes its bound while >= includes it', () => {
    expect(engine.price(call({ tokens: { input: 200_000, output: 900_000 } })).tier).toBe('base');
    const grok = (input: number) =>
      engine.price(call({ provider: 'xai', model: 'grok-test', tokens: { input } }));
    expect(grok(199_999).tier).toBe('base');
    expect(grok(200_000).tier).toBe('>=200000');
  });
});

describe('cards and multipliers', () => {
  test('fast and us multiply; fees do not', () => {
    const cost = engine.price(call({ speed: 'fast', region: 'us', webSearches: 2 }));
    expect(cost.listNanoUsd).toBe((7_500_000 * 6 * 11) / 10 + 20_000_000);
    expect(cost.tier).toBe('base+fast');
    expect(cost.priceRule).toMatch(/\+fast\+us$/);
  });

  test('a card that is not one over a round number stays exact', () => {
    const cost = engine.price(
      call({
        provider: 'openai',
        model: 'gpt-test',
        serviceTier: 'priority',
        tokens: { input: 1, output: 0 },
      }),
    );
    expect(cost.listNanoUsd).toBe(250);
    expect(cost.tier).toBe('fast');
  });

  test('a card that the model does not have is priced as standard, and said', () => {
    const cost = engine.price(call({ serviceTier: 'priority' }));
    expect(cost.listNanoUsd).toBe(7_500_000);
    expect(cost.notes).toEqual(['no_public_rate:priority']);
    expect(cost.confidence).toBe('estimated');
  });

  test.each([
    ['anthropic', 'claude-test-1', 'us', 1.1],
    ['anthropic', 'claude-test-1', 'regional', 1],
    ['anthropic', 'claude-test-1', 'not_available', 1],
    ['anthropic', 'claude-test-1', 'us-east-1', 1],
    ['vertex', 'claude-test-1', 'europe-west1', 1.1],
    ['vertex', 'claude-test-1', 'global', 1],
    ['vertex', 'claude-test-1', undefined, 1],
    ['bedrock', 'claude-test-1', 'us-east-1', 1],
    ['bedrock', 'claude-test-1', 'regional', 1.1],
    ['bedrock', 'anthropic.claude-test-1', 'us-east-1', 1.1],
    ['bedrock', 'anthropic.claude-test-1', 'global', 1],
    ['bedrock', 'us.anthropic.claude-test-1', 'regional', 1.1],
    ['bedrock', 'global.anthropic.claude-test-1', 'us-east-1', 1],
    ['openrouter', 'anthropic/claude-test-1', 'us', 1],
  ])('%s %s in %s costs %d times the list', (provider, model, region, factor) => {
    const cost = engine.price(call({ provider, model, ...(region === undefined ? {} : { region }) }));
    expect(cost.listNanoUsd).toBe(Math.round(7_500_000 * factor));
  });
});

describe('what is missing', () => {
  test('a rate that the model lacks falls back, and says so', () => {
    const cost = engine.price(
      call({ provider: 'xai', model: 'grok-test', tokens: { input: 10, cacheRead: 10, inputAudio: 10 } }),
    );
    expect(cost.listNanoUsd).toBe(30_000);
    expect(cost.notes).toEqual(['rate_fallback:cacheRead', 'rate_fallback:inputAudio']);
  });

  test('an unknown model is unpriced, never 0', () => {
    const cost = engine.price(call({ model: 'claude-test-2' }));
    expect(cost.status).toBe('unpriced');
    expect(cost.listNanoUsd).toBeUndefined();
    expect(cost.billedNanoUsd).toBeUndefined();
  });

  test('a name that every object has is just a name', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(engine.price(call({ provider: name, model: name })).status).toBe('unpriced');
      expect(engine.price(call({ serviceTier: name, speed: name, region: name })).listNanoUsd).toBe(
        7_500_000,
      );
    }
  });

  test('local runtimes and synthetic messages cost nothing, by rule', () => {
    for (const [provider, model] of [
      ['ollama', 'qwen3.5:9b'],
      ['unknown', 'ollama/llama3'],
      ['lmstudio', 'claude-test-1'],
      ['anthropic', '<synthetic>'],
      ['openrouter', 'meta-llama/llama-4:free'],
    ] as const)
      expect(engine.price(call({ provider, model }))).toMatchObject({ status: 'zero', listNanoUsd: 0 });
    expect(engine.price(call({ provider: 'ollama', model: 'gpt-oss:120b-cloud' })).status).toBe('unpriced');
  });

  test('impossible counts are clamped and noted, never thrown at', () => {
    for (const input of [-5, Number.NaN, Number.POSITIVE_INFINITY, 1.5]) {
      const cost = engine.price(call({ tokens: { input, output: 0 }, webSearches: Number.NaN }));
      expect(cost.notes?.at(-1)).toMatch(/usage_inconsistent|cost_out_of_range/);
    }
  });

  test('a call that says no counts is not known, unless it failed', () => {
    const uncounted = { status: 'unpriced', listNanoUsd: undefined, notes: ['not_counted'] };
    for (const status of ['ok', 'aborted'] as const)
      for (const tokens of [{}, { input: undefined } as never])
        expect(engine.price(call({ status, tokens }))).toMatchObject(uncounted);
    for (const known of [
      { status: 'error', tokens: {} },
      { status: 'ok', tokens: { input: 0 } },
      { tokens: {} },
    ] as const)
      expect(engine.price(call(known))).toMatchObject({ status: 'priced', listNanoUsd: 0 });
  });

  test('a cost that is no safe integer is not known', () => {
    const cost = engine.price(call({ tokens: { input: Number.MAX_SAFE_INTEGER } }));
    expect(cost).toMatchObject({ status: 'unpriced', notes: ['cost_out_of_range'] });
  });
});

describe('billed', () => {
  const reportedCostNanoUsd = 950_000_000;
  test('is what the provider reports where that is the charge', () => {
    const cost = engine.price(
      call({ provider: 'openrouter', model: 'anthropic/claude-test-1', reportedCostNanoUsd }),
    );
    expect(cost).toMatchObject({ billedNanoUsd: 950_000_000, listNanoUsd: 7_500_000, confidence: 'exact' });
    const unknown = engine.price(call({ provider: 'openrouter', model: 'some/thing', reportedCostNanoUsd }));
    expect(unknown).toMatchObject({ status: 'priced', billedNanoUsd: 950_000_000, listNanoUsd: undefined });
  });

  test('is the list price elsewhere, and nothing inside a plan', () => {
    expect(engine.price(call({ reportedCostNanoUsd })).billedNanoUsd).toBe(7_500_000);
    expect(engine.price(call({ billing: 'plan' }))).toMatchObject({
      billedNanoUsd: 0,
      listNanoUsd: 7_500_000,
    });
    expect(engine.price(call({ billing: 'reported', reportedCostNanoUsd })).billedNanoUsd).toBe(950_000_000);
  });
});

describe('what caching did', () => {
  const cacheOf = (more: Parameters<typeof call>[0]) => {
    const { cacheSavedNanoUsd, cachePremiumNanoUsd } = engine.price(call(more));
    return [cacheSavedNanoUsd, cachePremiumNanoUsd];
  };

  test('reads save against plain input, writes cost beyond it, each at its own time to live', () => {
    expect(cacheOf({ tokens: { input: 9, output: 9, cacheRead: 1000 } })).toEqual([4_500_000, 0]);
    expect(cacheOf({ tokens: { cacheWrite5m: 1000 } })).toEqual([0, 1_250_000]);
    expect(cacheOf({ tokens: { cacheWrite1h: 1000 } })).toEqual([0, 5_000_000]);
    expect(cacheOf({ tokens: { cacheWrite: 1000, cacheWrite12h: 1000 } })).toEqual([0, 2_500_000]);
    expect(cacheOf({ tokens: { input: 5, output: 5 } })).toEqual([0, 0]);
  });

  test('at the tier of the whole prompt, and with the card and every multiplier', () => {
    const tokens = { cacheRead: 200_000, cacheWrite5m: 1 };
    expect(cacheOf({ tokens })).toEqual([200_000 * 9_000, -3_750]);
    expect(cacheOf({ tokens: { cacheRead: 1000, cacheWrite1h: 10 }, speed: 'fast', region: 'us' })).toEqual([
      (4_500_000 * 6 * 11) / 10,
      (50_000 * 6 * 11) / 10,
    ]);
    expect(cacheOf({ tokens: { cacheRead: 3, cacheWrite5m: 3 }, batch: true })).toEqual([6_750, 1_875]);
  });

  test('a model without a rate for cached tokens saves nothing by them', () => {
    const tokens = { cacheRead: 1000, cacheWrite: 1000 };
    expect(cacheOf({ provider: 'xai', model: 'grok-test', tokens })).toEqual([0, 0]);
  });

  test('without a price it is not known; what costs nothing saves nothing', () => {
    const tokens = { cacheRead: 1000 };
    expect(cacheOf({ model: 'claude-test-2', tokens })).toEqual([undefined, undefined]);
    expect(cacheOf({ provider: 'ollama', model: 'x', tokens })).toEqual([0, 0]);
  });

  test('is what the same call costs otherwise, to the last digit', () => {
    fc.assert(
      fc.property(USAGE, FLAGS, (tokens, flags) => {
        const { cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0, input = 0, ...rest } = tokens;
        const exact = (usage: TokenUsage) => {
          const { tier, counts } = engine.pricedBy(call({ ...flags, tokens: usage }));
          const { weights, divisor } = tier!.line;
          return { sum: counts.reduce((sum, n, i) => sum + BigInt(n) * BigInt(weights[i]!), 0n), divisor };
        };
        const { sum, divisor } = exact(tokens);
        const uncached = exact({ ...rest, input: input + cacheRead, cacheWrite5m, cacheWrite1h }).sum;
        const unwritten = exact({ ...rest, input: input + cacheWrite5m + cacheWrite1h, cacheRead }).sum;
        expect(cacheOf({ ...flags, tokens })).toEqual([
          Number(divideHalfEvenBig(uncached - sum, BigInt(divisor))),
          Number(divideHalfEvenBig(sum - unwritten, BigInt(divisor))),
        ]);
      }),
    );
  });

  test('agrees with exact arithmetic beyond safe integers, and is not known where it is none itself', () => {
    const tokens = { cacheRead: 100_000_000_001 };
    expect(cacheOf({ tokens, speed: 'fast', region: 'us' })[0]).toBe(100_000_000_001 * 59_400);
    const free = { ...SMALL_BOOK, models: { 'a:free': { p: [{ r: { in: 5, out: 25, cr: 0 } }] } } };
    const cost = compileBook(free as never).price(
      call({ provider: 'a', model: 'free', tokens: { cacheRead: Number.MAX_SAFE_INTEGER } }),
    );
    expect(cost).toMatchObject({ status: 'priced', listNanoUsd: 0 });
    expect(cost.cacheSavedNanoUsd).toBeUndefined();
  });
});

describe('properties', () => {
  test('buckets add up', () => {
    fc.assert(
      fc.property(USAGE, (tokens) => {
        const total = list({ tokens, startedAt: 0 })!;
        const parts = Object.entries(tokens).map(
          ([kind, count]) => list({ tokens: { [kind]: count }, startedAt: 0 })!,
        );
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
      }),
    );
  });

  test('more tokens never cost less', () => {
    fc.assert(
      fc.property(USAGE, fc.constantFrom('input', 'output', 'cacheRead'), COUNT, (tokens, kind, more) => {
        const grown = { ...tokens, [kind]: (tokens[kind] ?? 0) + more };
        expect(list({ tokens: grown })!).toBeGreaterThanOrEqual(list({ tokens })!);
      }),
    );
  });

  test('the price agrees with exact arithmetic, whatever its size', () => {
    const big = fc.integer({ min: 0, max: 400_000_000_000 });
    fc.assert(
      fc.property(big, big, (input, output) => {
        const cost = list({
          provider: 'openai',
          model: 'gpt-test',
          serviceTier: 'priority',
          tokens: { input, output },
        });
        const pico = BigInt(input) * BigInt(picoPerToken(0.15)) + BigInt(output) * BigInt(picoPerToken(0.6));
        expect(cost).toBe(Number(divideHalfEvenBig(pico * 5n, 3000n)));
      }),
    );
  });

  test('the plan cache changes nothing', () => {
    const uncached = compileBook(SMALL_BOOK, undefined, { planCacheLimit: 0 });
    const tiny = compileBook(SMALL_BOOK, undefined, { planCacheLimit: 1 });
    const names = fc.constantFrom(
      'claude-test-1',
      'claude-test',
      'us.anthropic.claude-test-1',
      'gpt-test',
      'nothing',
    );
    fc.assert(
      fc.property(FLAGS, names, USAGE, (flags, model, tokens) => {
        const one = call({ ...flags, model, tokens, startedAt: JUNE });
        const expected = uncached.price(one);
        expect(engine.price(one)).toEqual(expected);
        expect(tiny.price(one)).toEqual(expected);
      }),
    );
  });
});
