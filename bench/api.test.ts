import { expect, test } from 'vitest';
import { run } from './api.ts';

test('the bench of the API runs, and every answer has content', async () => {
  const { answers } = await run({ calls: 2_000, rounds: 1 });
  expect(answers.length).toBeGreaterThan(200);
  // Every model of the bench has a price: that list alone is empty.
  const empty = answers.filter(({ bytes, name }) => bytes < 20 && !name.startsWith('/unpriced'));
  expect(empty).toEqual([]);
});
