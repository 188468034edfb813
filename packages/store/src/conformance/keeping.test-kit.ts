import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMemoryLedger } from '../memory/memory-ledger.ts';
import { dump, toArray } from './dump.test-kit.ts';
import { freshLedgers, type OpenLedger } from './fresh-ledgers.test-kit.ts';
import { call, costOf, events, queries, T0, ZONES } from './sample-events.test-kit.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL = { zone: 'UTC', by: [], where: [] } as const;

/** What every engine keeps when calls are priced again, dropped, or their days moved to another zone. */
export const keepingConformance = (name: string, open: OpenLedger): void => {
  const fresh = freshLedgers(open);

  describe(`${name}: reprice, retention, zone`, () => {
    test('pricing again moves totals, a dry run moves nothing', async () => {
      const ledger = await fresh();
      await ledger.append({ events: [call('a'), call('b'), call('c', { modelCanonical: 'm2' })] });
      const price = (stored: { readonly modelCanonical: string }) =>
        stored.modelCanonical === 'm2' ? undefined : costOf(4_000);
      const how = { bookVersion: '2', at: T0 + DAY };
      const expected = { examined: 3, changed: 2, oldListNanoUsd: 2_000, newListNanoUsd: 8_000 };
      expect(await ledger.reprice({}, price, { ...how, dryRun: true })).toMatchObject(expected);
      expect((await ledger.usage(ALL)).totals.cost.listNanoUsd).toBe(3_000);
      expect(await ledger.reprice({}, price, { ...how, dryRun: false })).toMatchObject(expected);
      expect((await ledger.usage(ALL)).totals.cost.listNanoUsd).toBe(9_000);
      expect(await ledger.reprice({}, price, { ...how, dryRun: false })).toMatchObject({
        examined: 3,
        changed: 0,
      });
      expect(
        (await ledger.sessions({ where: [], orderBy: 'cost', limit: 1 })).sessions[0]?.cost.listNanoUsd,
      ).toBe(9_000);
    });

    test('dropping calls keeps totals, sessions and identity', async () => {
      const ledger = await fresh();
      const old = [call('a'), call('b', { startedAt: T0 + HOUR })];
      await ledger.append({ events: [...old, call('c', { startedAt: T0 + DAY })] });
      const before = await ledger.usage({ ...ALL, by: ['model', 'session'], interval: 'day' });
      const sessions = await ledger.sessions({ where: [], orderBy: 'cost', limit: 9 });
      expect(await ledger.dropEventsBefore(T0 + 2 * HOUR + 5)).toBe(2);
      expect(await ledger.dropEventsBefore(T0 + 2 * HOUR + 5)).toBe(0);
      expect(await ledger.append({ events: old })).toEqual({ added: 0, merged: 0, unchanged: 2 });
      expect(await ledger.usage({ ...ALL, by: ['model', 'session'], interval: 'day' })).toEqual(before);
      expect(await ledger.sessions({ where: [], orderBy: 'cost', limit: 9 })).toEqual(sessions);
      expect(await toArray(ledger.events({}))).toHaveLength(1);
      expect(await ledger.findCalls('a')).toEqual([]);
      expect(await ledger.stats()).toMatchObject({ calls: 3, rawCalls: 1, firstAt: T0, lastAt: T0 + DAY });
    });

    test('a live call that turns out to be a dropped one does not count twice', async () => {
      const ledger = await fresh();
      await ledger.append({ events: [call('a')] });
      await ledger.dropEventsBefore(T0 + DAY);
      await ledger.append({ events: [call('b', { startedAt: T0 + 2 * DAY, session: 'session-2' })] });
      const bridge = call('a', { keys: ['a', 'b', 'c'], startedAt: T0 + 2 * DAY });
      expect(await ledger.append({ events: [bridge] })).toEqual({ added: 0, merged: 1, unchanged: 0 });
      expect(await ledger.append({ events: [call('c'), call('b')] })).toMatchObject({
        added: 0,
        unchanged: 2,
      });
      expect((await ledger.usage(ALL)).totals.calls).toBe(1);
      expect(await ledger.stats()).toMatchObject({ calls: 1, rawCalls: 0, sessions: 1 });
    });

    test('after any drop it still answers as the oracle does', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(events(30), { minLength: 1, maxLength: 25 }),
          fc.array(events(30), { maxLength: 10 }),
          fc.integer({ min: 0, max: 4 * 24 * 60 }),
          fc.array(queries, { minLength: 1, maxLength: 8 }),
          async (all, late, minutes, asked) => {
            const oracle = openMemoryLedger({ zone: 'Asia/Kolkata' });
            const ledger = await open('Asia/Kolkata');
            for (const each of [oracle, ledger]) {
              await each.append({ events: all });
              await each.dropEventsBefore(T0 + minutes * 60_000);
              await each.append({ events: late });
            }
            expect(await dump(ledger)).toEqual(await dump(oracle));
            for (const query of asked) expect(await ledger.usage(query)).toEqual(await oracle.usage(query));
            await ledger.close();
          },
        ),
        { numRuns: 60 },
      );
    });

    test('another zone for the days changes no answer', async () => {
      const ledger = await fresh('UTC');
      const hours = Array.from({ length: 200 }, (_, i) => call(`k${i}`, { startedAt: T0 + i * 40 * 60_000 }));
      await ledger.append({ events: hours });
      const ask = () =>
        Promise.all(ZONES.map((zone) => ledger.usage({ ...ALL, zone, by: ['app'], interval: 'day' })));
      const before = await ask();
      for (const zone of ZONES) {
        await ledger.rebuildDays(zone);
        expect(await ask()).toEqual(before);
      }
      expect((await ledger.stats()).zone).toBe(ZONES.at(-1));
    });
  });
};
