import { expect, test } from 'vitest';
import { run } from '../../../test/soak/ledger-kill.ts';

test('a writer killed at any moment loses nothing and doubles nothing', async () => {
  const { rounds, killed } = await run(1, 3);
  expect(rounds).toBe(1);
  expect(killed).toBeGreaterThan(0);
});
