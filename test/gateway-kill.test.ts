import { expect, it } from 'vitest';
import { killUnderLoad } from './gateway-kill.ts';

/** Moments that are the same in every run, as far as the machine allows. */
const moments = (): (() => number) => {
  const parts = [0.2, 0.9, 0.5, 0.7, 0.1];
  let at = 0;
  return () => parts[at++ % parts.length]!;
};

it('every call whose answer had ended is in the ledger once, whenever Meterline is killed', async () => {
  const { ended, ...found } = await killUnderLoad({
    rounds: 3,
    clients: 8,
    mostCalls: 150,
    random: moments(),
  });
  expect(ended).toBeGreaterThan(20);
  expect(found).toMatchObject({ missing: [], doubled: [], wrong: [] });
}, 120_000);

it('the same when one of several processes is killed, and is replaced', async () => {
  const { ended, ...found } = await killUnderLoad({
    rounds: 1,
    clients: 8,
    mostCalls: 150,
    random: moments(),
    workers: 2,
    kills: 'worker',
  });
  expect(ended).toBeGreaterThan(20);
  expect(found).toMatchObject({ missing: [], doubled: [], wrong: [] });
}, 120_000);
