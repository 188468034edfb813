import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileBook, type PriceEngine, parseOverrides } from '@meterline/core';
import { describe, expect, test } from 'vitest';
import { priceBook } from '../src/index.ts';
import { billedUsd, bookEngine, callOf, type PriceCase } from './price-case.test-kit.ts';

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8')) as {
  readonly count: number;
  readonly vectors: readonly PriceCase[];
};
const cases = vectors.vectors;

const INLINE_RATES: Readonly<Record<string, string>> = {
  input: 'input',
  output: 'output',
  cr: 'cacheRead',
  w5: 'cacheWrite5m',
  output_image: 'outputImage',
  reasoning: 'reasoning',
};

const tiersOf = (rates: Readonly<Record<string, unknown>>, from: string, to: string) =>
  ((rates[from] ?? []) as [number, string][]).map(([above, rate]) => ({ above, rates: { [to]: rate } }));

/** The inline cases give rates instead of a model: a user's own price expresses each of them. */
const inlineEngine = (rates: Readonly<Record<string, unknown>>): PriceEngine => {
  const known = Object.entries(rates).filter(([name]) => INLINE_RATES[name] !== undefined);
  const price = {
    match: 'inline:inline',
    // A case about input alone gives no output rate.
    rates: { output: '0', ...Object.fromEntries(known.map(([name, rate]) => [INLINE_RATES[name], rate])) },
    tiers: [...tiersOf(rates, 'tiers_input', 'input'), ...tiersOf(rates, 'tiers_output', 'output')],
    ...(rates.request_fee === undefined ? {} : { fees: { request: rates.request_fee } }),
  };
  const parsed = parseOverrides({ prices: [price] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return compileBook(priceBook(), parsed.value);
};

/** Names that stand for different models over the years; the book keeps them as one model with periods. */
const MOVING = new Set(['deepseek:deepseek-chat-v3', 'deepseek:deepseek-chat-v3.2']);

describe('vectors', () => {
  test('are all there', () => {
    expect(cases).toHaveLength(vectors.count);
  });

  test.each(cases.map((one) => [one.id, one] as const))('%s', (_id, one) => {
    const engine = one.rates === undefined ? bookEngine : inlineEngine(one.rates);
    const cost = engine.price(callOf(one));
    expect(billedUsd(cost)).toBe(one.expected_usd);
    expect(cost.status).toBe(one.expected_status ?? 'priced');
    if (one.expected_tier !== undefined) expect(cost.tier).toBe(one.expected_tier);
    if (one.canonical !== undefined && !MOVING.has(one.canonical))
      expect(engine.resolve(one.provider, one.model).key).toBe(one.canonical);
  });
});
