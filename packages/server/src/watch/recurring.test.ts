import { expect, it } from 'vitest';
import { recurring } from './recurring.ts';

it('is due once in each span, and at once when the clock was set back or forward', () => {
  const thing = recurring(100, 1000);
  expect([1000, 1050, 1099].map(thing.due)).toEqual([false, false, false]);
  expect([1100, 1101, 1199, 1200].map(thing.due)).toEqual([true, false, false, true]);
  // Back by a year: due now, and every span from then on.
  expect([-5_000_000, -4_999_950, -4_999_900].map(thing.due)).toEqual([true, false, true]);
  expect([9_000_000, 9_000_099, 9_000_100].map(thing.due)).toEqual([true, false, true]);
});
