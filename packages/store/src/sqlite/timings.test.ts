import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addTiming, addTimings, type CallTimings, callsInHistogram, noTimings } from '@meterline/core';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { call, T0 } from '../conformance/sample-events.test-kit.ts';
import type { TimingQuery } from '../store.ts';
import { SHELF_LIMITS } from './shelf.ts';
import { openSqliteLedger } from './sqlite-ledger.ts';
import { createTimingSum, movedTimings, NO_BYTES, timingsToBytes } from './timing-bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'timings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const HOUR = 3_600_000;

test('timings read from their bytes as they were, one after the other or summed', () => {
  const many = fc.array(
    fc.record({ latencyMs: fc.nat(100_000), timeToFirstTokenMs: fc.nat(4_000), output: fc.nat(2 ** 40) }),
    { maxLength: 60 },
  );
  const timingsOf = (calls: readonly { readonly output: number }[]): CallTimings => {
    const timings = noTimings();
    for (const { output, ...call } of calls) addTiming(timings, { ...call, tokens: { output } });
    return timings;
  };
  const sum = createTimingSum();
  fc.assert(
    fc.property(many, many, (a, b) => {
      for (const all of [[a], [a, b]]) {
        for (const part of all) sum.add(timingsToBytes(timingsOf(part)));
        const read = noTimings();
        sum.drain(read);
        expect(read).toEqual(timingsOf(all.flat()));
      }
      const both = movedTimings(timingsToBytes(timingsOf(a)), timingsOf(b));
      expect(both).toEqual(timingsToBytes(timingsOf([...a, ...b])));
      const less = noTimings();
      addTimings(less, timingsOf(b), -1);
      expect(movedTimings(both, less)).toEqual(timingsToBytes(timingsOf(a)));
      expect(movedTimings(timingsToBytes(timingsOf(b)), less)).toEqual(NO_BYTES);
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
