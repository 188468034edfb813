import { expect, test } from 'vitest';
import { compileBook } from './engine.ts';
import { explainCost } from './explain.ts';
import { call, SMALL_BOOK } from './price.test-kit.ts';

const engine = compileBook(SMALL_BOOK);

test('the arithmetic is shown in full', () => {
  const shown = explainCost(
    call({
      tokens: { input: 1000, cacheRead: 2000, output: 100, reasoning: 50 },
      speed: 'fast',
      webSearches: 1,
    }),
    engine,
  );
  expect(shown.lines).toEqual([
    { bucket: 'input', tokens: 1000, usdPerMillion: '5', rate: 'in', usd: '0.005' },
    { bucket: 'cacheRead', tokens: 2000, usdPerMillion: '0.5', rate: 'cr', usd: '0.001' },
    { bucket: 'output', tokens: 100, usdPerMillion: '25', rate: 'out', usd: '0.0025' },
  ]);
  expect(shown.subtotalUsd).toBe('0.0085');
  expect(shown.multipliers).toEqual([{ name: 'fast', ratio: [6, 1] }]);
  expect(shown.fees).toEqual([{ fee: 'webSearch', count: 1, usdEach: '0.01', usd: '0.01' }]);
  expect(shown.listUsd).toBe('0.061');
  expect(shown.period).toEqual({ from: '2026-03-13T00:00:00Z', to: undefined });
  expect(shown.source?.url).toBe('https://example.org/prices');
});

test('an unpriced call has no lines and no sum that could be taken for a price', () => {
  const shown = explainCost(call({ model: 'nothing' }), engine);
  expect(shown.lines).toEqual([]);
  expect(shown.listUsd).toBeUndefined();
  expect(shown.source).toBeUndefined();
});
