import { expect, test } from 'vitest';
import { run as askDashboard } from './dashboard-queries.ts';
import { run as append } from './ledger-append.ts';
import { run as askPages } from './page-queries.ts';

test('the append bench runs, and the ledger holds the same tokens each time', async () => {
  const first = await append({ calls: 3_000, sessions: 60 });
  expect(first.calls).toBe(3_000);
  expect(first.totalTokens).toBeGreaterThan(0);
  expect((await append({ calls: 3_000, sessions: 60, batchSize: 250 })).totalTokens).toBe(first.totalTokens);
});

test('the dashboard bench runs, and its answers stay the same', async () => {
  const first = await askDashboard({ calls: 2_000, rounds: 1 });
  expect(first.queries.length).toBeGreaterThan(90);
  expect((await askDashboard({ calls: 2_000, rounds: 1 })).hash).toBe(first.hash);
});

test('the bench of pages runs, and its answers stay the same', async () => {
  const first = await askPages({ calls: 2_000, sessions: 100, rounds: 1 });
  expect(first.queries.length).toBeGreaterThan(150);
  expect((await askPages({ calls: 2_000, sessions: 100, rounds: 1 })).hash).toBe(first.hash);
});
