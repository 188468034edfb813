import { expect, test } from 'vitest';
import { run } from './api.ts';

test('the bench of the API runs, and every answer has content', async () => {
  const { answers } = await run({ calls: 2_000, rounds: 1 });
  expect(answers.length).toBeGreaterThan(200);
  expect(answers.filter(({ bytes }) => bytes < 20)).toEqual([]);
});
