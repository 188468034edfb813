import { expect, test } from 'vitest';
import { run } from './price-engine.ts';

test('the price bench runs, and prices the same calls the same', () => {
  const first = run({ events: 10_000 });
  expect(first.events).toBe(10_000);
  expect(first.hash).not.toBe('0');
  expect(run({ events: 10_000 }).hash).toBe(first.hash);
});
