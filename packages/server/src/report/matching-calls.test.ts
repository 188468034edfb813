import type { Filter } from '@meterline/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchingCalls } from './matching-calls.ts';
import { anyCalls, DAY, meterlineWith, NOW, zones } from './report.test-kit.ts';

const filters: readonly Filter[] = [
  { dimension: 'app', op: '=', value: 'a' },
  { dimension: 'project', op: '!=', value: '/p' },
  { dimension: 'model', op: '=', value: 'lab-7b' },
  { dimension: 'session', op: '=', value: null },
];

it('gives the calls that the ledger gives, in its order', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyCalls,
      zones,
      fc.uniqueArray(fc.constantFrom(...filters), { maxLength: 2 }),
      fc.constantFrom('oldest' as const, 'newest' as const),
      fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
      fc.option(fc.nat(40 * DAY), { nil: undefined }),
      fc.record(
        { status: fc.constantFrom('ok', 'failed', 'aborted'), unpriced: fc.boolean() },
        { requiredKeys: [] },
      ),
      fc.nat(10),
      async (calls, zone, where, order, limit, ago, outcome, place) => {
        const { ledger } = await meterlineWith(calls, { zone });
        const range = ago === undefined ? {} : { from: NOW - ago, to: NOW - ago / 2 };
        const bound = limit === undefined ? {} : { limit };
        const after = (await Array.fromAsync(ledger.events({ where, order })))[place];
        const only = { ...outcome, ...(after === undefined ? {} : { after }) };
        const byDay = (await ledger.usage({ zone, where, ...range, by: [], interval: 'day' })).rows;
        const wanted = { order, ...bound, only, ...(place % 2 === 0 ? { byDay } : {}) };
        const found = matchingCalls(ledger, { zone, where, ...range }, wanted);
        const all = ledger.events({ where, order, ...range, ...bound, ...only });
        expect(await Array.fromAsync(found, ({ id }) => id)).toEqual(
          await Array.fromAsync(all, ({ id }) => id),
        );
      },
    ),
    { numRuns: 80 },
  );
});
