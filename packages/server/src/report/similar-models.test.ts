import { compileBook } from '@meterline/core';
import { priceBook } from '@meterline/prices';
import { expect, it } from 'vitest';
import { resolveNamed } from './price-rows.ts';
import { similarModels } from './similar-models.ts';

const engine = compileBook(priceBook());
const like = (provider: string, model: string) => similarModels(engine, { provider, model });

it('finds relatives of a model that the book does not know', () => {
  expect(like('anthropic', 'claude-sonnet-9')[0]).toMatch(/^claude-sonnet-/);
  expect(like('openai', 'gpt-99-mini')[0]).toMatch(/^gpt-.*mini/);
  expect(like('anthropic', 'claude-sonnet-9').length).toBeLessThanOrEqual(3);
});

it('names each so that its price is found', () => {
  for (const [provider, model] of [
    ['house-llm', 'house-70b-chat'],
    ['anthropic', 'claude-sonnet-9'],
    ['openrouter', 'llama-3.1-70b'],
  ] as const)
    for (const name of like(provider, model)) expect(resolveNamed(engine, name).price, name).toBeDefined();
  expect(like('house-llm', 'house-70b-chat')).not.toEqual([]);
});

it('suggests nothing for a name like no other', () => {
  expect(like('nobody', 'zzzqx')).toEqual([]);
  expect(like('', '')).toEqual([]);
  expect(like('x', '日本語モデル')).toEqual([]);
});
