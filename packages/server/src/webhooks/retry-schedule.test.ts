import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_RETRY_AFTER_MS } from './limits.ts';
import { givesUp, REFUSED_TRIES, RETRY_DELAYS_MS, retryDelay } from './retry-schedule.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it('waits longer with each failure, about as long as it should, and as long as it was asked to', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      random,
      fc.nat(2 * MAX_RETRY_AFTER_MS),
      (failures, r, asked) => {
        const base = RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length) - 1]!;
        const delay = retryDelay(failures, r);
        expect(delay).toBeGreaterThanOrEqual(base * 0.95 - 1);
        expect(delay).toBeLessThanOrEqual(base * 1.05 + 1);
        // However chance falls, the next failure waits at least as long, until the longest.
        if (failures < RETRY_DELAYS_MS.length)
          expect(retryDelay(failures + 1, 0)).toBeGreaterThan(retryDelay(failures, r));
        const longest = Math.max(delay, Math.min(asked, MAX_RETRY_AFTER_MS));
        expect(retryDelay(failures, r, asked)).toBe(longest);
      },
    ),
  );
});

it('gives up after the last wait, and sooner where the message itself is refused', () => {
  const tries = (refused: boolean) =>
    Array.from({ length: 20 }, (_, i) => givesUp(i + 1, refused)).indexOf(true) + 1;
  expect(tries(false)).toBe(RETRY_DELAYS_MS.length + 1);
  expect(tries(true)).toBe(REFUSED_TRIES);
});
