import { compileBook, parseOverrides } from '@meterline/core';
import { expect, it } from 'vitest';
import { currentPrice, hostsOf, priceRows, pricesInUse, resolveNamed } from './price-rows.ts';
import { callOf, meterlineWith, NOW } from './report.test-kit.ts';

it('periods follow each other, and at any time at most one holds', async () => {
  const { engine } = await meterlineWith([]);
  for (const key of Object.keys(engine.book.models)) {
    const rows = priceRows(resolveNamed(engine, key), engine.book, NOW);
    expect(rows.length, key).toBeGreaterThan(0);
    expect(rows.filter(({ current }) => current).length, key).toBeLessThanOrEqual(1);
    for (const [at, { fromAt }] of rows.slice(1).entries())
      expect(fromAt!, key).toBeGreaterThanOrEqual(rows[at]!.toAt!);
  }
});

it('the price of a moment is the one that the engine uses', async () => {
  const { engine } = await meterlineWith([]);
  for (const key of Object.keys(engine.book.models)) {
    const resolved = resolveNamed(engine, key);
    const [provider = '', model = ''] = key.split(/:(.*)/s);
    const { period } = engine.pricedBy({ provider, model, startedAt: NOW, tokens: {} });
    expect(currentPrice(resolved, engine.book, NOW)?.rates, key).toEqual(period?.period.r);
  }
});

it('a price of your own says so', async () => {
  const { engine } = await meterlineWith([]);
  const own = parseOverrides({ prices: [{ match: 'lab-7b', rates: { input: '1', output: '2' } }] });
  if (!own.ok) throw new Error(JSON.stringify(own.errors));
  const mine = compileBook(engine.book, own.value);
  expect(priceRows(resolveNamed(mine, 'lab-7b'), mine.book, NOW)).toMatchObject([
    { certainty: 'own', rates: { in: 1, out: 2 }, current: true, fromAt: null, toAt: null, sourceUrl: null },
  ]);
});

it('models in use are those of the calls: priced, free, and unknown by name', async () => {
  const { ledger, engine } = await meterlineWith([
    callOf('1'),
    callOf('2', { model: 'claude-sonnet-4-5-20250929' }),
    callOf('3', { provider: 'ollama', model: 'llama3' }),
    callOf('4', { provider: 'lab', model: 'lab-7b' }),
  ]);
  const { rows, unknown } = await pricesInUse(ledger, engine, NOW);
  expect(rows.map(({ provider, model }) => [provider, model])).toEqual([['anthropic', 'claude-sonnet-4-5']]);
  expect(unknown).toEqual(['lab-7b']);
});

it('a name is looked up with its provider, or wherever it is sold', async () => {
  const { engine } = await meterlineWith([]);
  expect(resolveNamed(engine, 'anthropic:claude-sonnet-4-5')).toMatchObject({ provider: 'anthropic' });
  expect(resolveNamed(engine, 'claude-sonnet-4-5')).toMatchObject({
    model: 'claude-sonnet-4-5',
    kind: 'model',
  });
  expect(resolveNamed(engine, 'nobody:knows').kind).toBe('unknown');
});

it("a name that only one host has is that host's; of several, none is guessed", async () => {
  const { engine } = await meterlineWith([]);
  expect(resolveNamed(engine, 'llama-3.3-70b-versatile')).toMatchObject({ provider: 'groq', kind: 'model' });
  expect(resolveNamed(engine, 'openai/gpt-oss-safeguard-20b').kind).toBe('unknown');
  expect(hostsOf(engine, 'OpenAI/gpt-oss-safeguard-20b')).toEqual(['groq', 'openrouter']);
  expect(hostsOf(engine, 'nobody-knows')).toEqual([]);
});
