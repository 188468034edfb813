import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToBucket, callsInHistogram, type LatencyHistogram, latencyBucket } from '@meterline/core';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { call, T0 } from '../conformance/sample-events.test-kit.ts';
import type { TimingQuery } from '../store.ts';
import { addHistogramBytes, histogramToBytes } from './histogram-bytes.ts';
import { SHELF_LIMITS } from './shelf.ts';
import { openSqliteLedger } from './sqlite-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'timings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const HOUR = 3_600_000;

test('a histogram reads from its bytes as it was', () => {
  const times = fc.array(fc.nat(100_000), { maxLength: 60 });
  fc.assert(
    fc.property(times, fc.nat(2 ** 40), (all, many) => {
      const histogram: LatencyHistogram = new Map();
      for (const ms of all) addToBucket(histogram, latencyBucket(ms), 1 + many);
      const read: LatencyHistogram = new Map();
      addHistogramBytes(read, histogramToBytes(histogram));
      expect(read).toEqual(histogram);
    }),
  );
});

test('of very many raw calls the newest are looked at, and since when is said', async () => {
  const ledger = await openSqliteLedger({
    path: join(folder, 'many.db'),
    zone: 'UTC',
    clock: () => T0,
    random: () => 0.5,
    limits: { ...SHELF_LIMITS, timedCalls: 4 },
  });
  const hours = [0, 0, 1, 1, 2, 2, 2];
  await ledger.append({
    events: hours.map((hour, i) =>
      call(`k${i}`, { startedAt: T0 + hour * HOUR + i, latencyMs: 9, user: 'ann', feature: 'chat' }),
    ),
  });
  const ask = async (query: Partial<TimingQuery>) => {
    const { rows, since } = await ledger.timings({ by: [], where: [], ...query });
    return [rows.map(({ latency }) => callsInHistogram(latency)), since];
  };
  const ofAnn = [{ dimension: 'user', op: '=', value: 'ann' }] as const;
  expect(await ask({ where: ofAnn })).toEqual([[3], T0 + 2 * HOUR]);
  expect(await ask({ where: ofAnn, to: T0 + 2 * HOUR })).toEqual([[4], null]);
  expect(await ask({ where: ofAnn, to: T0 + 2 * HOUR + 5 })).toEqual([[3], T0 + HOUR]);
  expect(await ask({ by: ['feature'] })).toEqual([[7], null]);
  expect(await ask({ where: ofAnn, from: T0 + 1 })).toEqual([[3], T0 + 2 * HOUR]);
  await ledger.append({
    events: [1, 2].map((i) => call(`more${i}`, { startedAt: T0 + 2 * HOUR + i, latencyMs: 9, user: 'ann' })),
  });
  // One hour alone has more than are looked at: it is looked at all the same.
  expect(await ask({ where: ofAnn })).toEqual([[5], T0 + 2 * HOUR]);
  expect(await ask({ where: ofAnn, from: T0 + 2 * HOUR + 1 })).toEqual([[5], null]);
  await ledger.close();
});
