import { expect, it } from 'vitest';
import { run } from '../../bench/first-view.ts';
import { run as scroll } from '../../bench/scroll.ts';

it('the bench of the first view runs', async () => {
  const { shownMs, liveMs } = await run({ openings: 1, calls: 1 });
  expect([shownMs.length, liveMs.length]).toEqual([1, 1]);
  expect([...shownMs, ...liveMs].every((ms) => ms > 0)).toBe(true);
});

it('the bench of the list of sessions runs: rows are there in time, and few are in the page', async () => {
  const { wheel, bar, jumpMs, renderedRows } = await scroll({ sessions: 3_000, frames: 12, jumps: 2 });
  expect([wheel.frameMs.length, bar.frameMs.length, jumpMs.length]).toEqual([12, 12, 2]);
  expect(renderedRows).toBeLessThan(80);
});
