import { describe, expect, test } from 'vitest';
import { compileBook } from './engine.ts';
import { parseOverrides } from './parse-overrides.ts';
import { call, SMALL_BOOK } from './price.test-kit.ts';

const withOverrides = (value: unknown) => {
  const parsed = parseOverrides(value);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compileBook(SMALL_BOOK, parsed.value);
};

const keysOf = (value: unknown): string[] => {
  const parsed = parseOverrides(value);
  return parsed.ok ? [] : parsed.errors.map(({ key }) => key);
};

describe('overrides beat the book', () => {
  test('a price of the user’s own', () => {
    const engine = withOverrides({
      prices: [{ match: 'anthropic:claude-test-1', rates: { input: '1', output: 2 } }],
    });
    const cost = engine.price(call());
    expect(cost).toMatchObject({ listNanoUsd: 1_200_000, matchedBy: 'override:price', confidence: 'exact' });
  });

  test('which leaves the provider’s cards, regions and fees in force', () => {
    const engine = withOverrides({
      prices: [{ match: 'claude-test-1', rates: { input: 1, output: 2 } }],
    });
    const cost = engine.price(call({ speed: 'fast', region: 'us', webSearches: 1 }));
    expect(cost.listNanoUsd).toBe(1_200_000 * 6.6 + 10_000_000);
    expect(engine.price(call({ batch: true })).listNanoUsd).toBe(600_000);
  });

  test('also for a model that nobody knows, and only at its provider', () => {
    const engine = withOverrides({ prices: [{ match: 'corp:inhouse', rates: { input: 1, output: 1 } }] });
    expect(engine.price(call({ provider: 'corp', model: 'Inhouse' })).listNanoUsd).toBe(1_100_000);
    expect(engine.price(call({ provider: 'other', model: 'inhouse' })).status).toBe('unpriced');
  });

  test('with periods, tiers and fees', () => {
    const engine = withOverrides({
      prices: [
        { match: 'm', rates: { input: 1, output: 1 }, to: '2026-06-01' },
        {
          match: 'm',
          rates: { input: 2, output: 2 },
          tiers: [{ above: 1000, rates: { input: 3 } }],
          fees: { request: '0.0005' },
          from: '2026-06-01',
        },
      ],
    });
    const price = (input: number, startedAt: number) =>
      engine.price(call({ provider: 'p', model: 'm', tokens: { input }, startedAt })).listNanoUsd;
    expect(price(1000, Date.parse('2026-05-31T23:59:59Z'))).toBe(1_000_000);
    expect(price(1000, Date.parse('2026-06-01T00:00:00Z'))).toBe(2_500_000);
    expect(price(1001, Date.parse('2026-06-01T00:00:00Z'))).toBe(3_503_000);
  });

  test('an alias, a likeness and a deployment', () => {
    const engine = withOverrides({
      aliases: { 'corp:smart': 'anthropic/claude-test-1' },
      priceLike: { 'claude-test-9': 'claude-test-1' },
      deployments: { 'prod-chat': { model: 'gpt-test', zone: 'regional' }, plain: 'gpt-test' },
    });
    expect(engine.price(call({ provider: 'corp', model: 'smart' })).listNanoUsd).toBe(7_500_000);
    expect(engine.price(call({ model: 'claude-test-9' }))).toMatchObject({
      listNanoUsd: 7_500_000,
      matchedBy: 'override:like+exact',
    });
    expect(engine.resolve('anthropic', 'claude-test-9').model).toBe('claude-test-9');
    expect(engine.price(call({ provider: 'azure', model: 'prod-chat' })).listNanoUsd).toBe(231_000);
    expect(engine.price(call({ provider: 'azure', model: 'plain' })).listNanoUsd).toBe(210_000);
  });

  test('a discount, on tokens only; the first that matches counts', () => {
    const engine = withOverrides({
      discounts: [
        { match: 'anthropic:*', mul: [85, 100] },
        { match: '*', mul: [1, 2] },
      ],
    });
    expect(engine.price(call({ webSearches: 1 })).listNanoUsd).toBe(6_375_000 + 10_000_000);
    expect(engine.price(call({ provider: 'openai', model: 'gpt-test' })).listNanoUsd).toBe(105_000);
  });
});

describe('errors name the key', () => {
  test.each<[unknown, string[]]>([
    [5, ['']],
    [{ price: [] }, ['price']],
    [{ prices: {} }, ['prices']],
    [{ prices: [{ rates: { input: 1, output: 1 } }] }, ['prices[0].match']],
    [{ prices: [{ match: 'a', rates: { output: 1 } }] }, ['prices[0].rates.input']],
    [{ prices: [{ match: 'a', rates: { input: 1 } }] }, ['prices[0].rates.output']],
    [{ prices: [{ match: 'a', rates: { input: -1, output: 1 } }] }, ['prices[0].rates.input']],
    [{ prices: [{ match: 'a', rates: { input: 1, output: 1, inptu: 2 } }] }, ['prices[0].rates.inptu']],
    [
      { prices: [{ match: 'a', rates: { input: 1, output: 1 }, tiers: [{ rates: {} }] }] },
      ['prices[0].tiers[0]'],
    ],
    [{ prices: [{ match: 'a', rates: { input: 1, output: 1 }, from: 'soon' }] }, ['prices[0].from']],
    [
      { prices: [{ match: 'a', rates: { input: 1, output: 1 }, from: '2026-06-01T00:00:00' }] },
      ['prices[0].from'],
    ],
    [
      { prices: [{ match: 'a', rates: { input: 1, output: 1 }, from: '2026-06-01', to: '2026-06-01' }] },
      ['prices[0].to'],
    ],
    [
      { prices: [{ match: 'a', rates: { input: 1, output: 1 }, fees: { request: 'x' } }] },
      ['prices[0].fees.request'],
    ],
    [
      {
        prices: [
          { match: 'a', rates: { input: 1, output: 1 } },
          { match: 'a', rates: { input: 2, output: 2 } },
        ],
      },
      ['prices[1]'],
    ],
    [{ discounts: [{ match: '*', mul: 0.85 }] }, ['discounts[0].mul']],
    [{ aliases: { a: 1 } }, ['aliases.a']],
    [{ deployments: { a: { model: 'b', zone: 'mars' } } }, ['deployments.a.zone']],
  ])('%j', (value, keys) => {
    expect(keysOf(value)).toEqual(keys);
  });
});
