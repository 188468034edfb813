import { expect, it } from 'vitest';
import { run } from '../../bench/first-view.ts';

it('the bench of the first view runs', async () => {
  const { shownMs, liveMs } = await run({ openings: 1, calls: 1 });
  expect([shownMs.length, liveMs.length]).toEqual([1, 1]);
  expect([...shownMs, ...liveMs].every((ms) => ms > 0)).toBe(true);
});
