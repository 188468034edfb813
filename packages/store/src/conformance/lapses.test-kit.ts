import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMemoryLedger } from '../memory/memory-ledger.ts';
import { dump } from './dump.test-kit.ts';
import { freshLedgers, type OpenLedger } from './fresh-ledgers.test-kit.ts';
import { cachingEvents, call, costOf, queries, T0 } from './sample-events.test-kit.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL = { zone: 'UTC', by: [], where: [] } as const;

/** What every engine says of cache lapses: a part of the conformance suite. */
export const lapseConformance = (name: string, open: OpenLedger): void => {
  const fresh = freshLedgers(open);

  describe(`${name}: cache lapses`, () => {
    const MINUTE = 60_000;
    const written = { tokens: { cacheWrite5m: 900 } };
    const nothing = { lapses: 0, lapsedTokens: 0, lapsesWithinHour: 0, lapsedWithinHourTokens: 0 };

    test('count when they are written again, by whom and when', async () => {
      const ledger = await fresh();
      const gaps = [0, 5, 11, 75].map((minute, i) =>
        call(`k${i}`, { startedAt: T0 + minute * MINUTE, tokens: { cacheRead: 100, cacheWrite5m: 900 } }),
      );
      await ledger.append({
        events: [...gaps, call('other', { ...written, startedAt: T0 + 6 * MINUTE, agent: 'a' })],
      });
      const found = await ledger.lapses({ ...ALL, by: ['session', 'model'], interval: 'hour' });
      const key = { session: 'session-1', model: 'claude-opus-4-6' };
      const once = { key, lapses: 1, lapsedTokens: 900 };
      expect(found).toEqual({
        rows: [
          { ...once, start: T0, lapsesWithinHour: 1, lapsedWithinHourTokens: 900 },
          { ...once, start: T0 + HOUR, lapsesWithinHour: 0, lapsedWithinHourTokens: 0 },
        ],
        totals: { lapses: 2, lapsedTokens: 1_800, lapsesWithinHour: 1, lapsedWithinHourTokens: 900 },
        omittedRows: 0,
      });
      const part = { from: T0 + 11 * MINUTE, to: T0 + 75 * MINUTE };
      expect((await ledger.lapses({ ...ALL, ...part })).totals.lapses).toBe(1);
      expect((await ledger.lapses({ ...ALL, from: part.from + 1, to: part.to })).totals).toEqual(nothing);
    });

    test('a call that comes late, moves or turns out to be another undoes what it filled or made', async () => {
      const ledger = await fresh();
      const lapses = async () => (await ledger.lapses(ALL)).totals.lapses;
      await ledger.append({
        events: [call('a', written), call('c', { ...written, startedAt: T0 + 8 * MINUTE })],
      });
      expect(await lapses()).toBe(1);
      await ledger.append({ events: [call('b', { ...written, startedAt: T0 + 4 * MINUTE })] });
      expect(await lapses()).toBe(0);
      await ledger.append({
        events: [
          call('b', { session: 'session-2', originAt: T0 - DAY, ...written, startedAt: T0 + 4 * MINUTE }),
        ],
      });
      expect(await lapses()).toBe(1);
      await ledger.append({ events: [call('a', { keys: ['a', 'c'], ...written })] });
      expect(await lapses()).toBe(0);
    });

    test('any order, repetition and splitting of batches, settled or not, gives the same', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(cachingEvents(20), { maxLength: 12 }), { minLength: 1, maxLength: 5 }),
          fc.array(queries, { minLength: 1, maxLength: 4 }),
          fc.array(fc.constantFrom('settle', 'drop', 'reprice', 'none'), { minLength: 5, maxLength: 5 }),
          fc.nat(150),
          async (batches, asked, steps, minutes) => {
            const oracle = openMemoryLedger({ zone: 'Asia/Kolkata' });
            const ledger = await open('Asia/Kolkata');
            for (const [i, batch] of batches.entries()) {
              for (const each of [oracle, ledger]) {
                await each.append({ events: batch });
                if (steps[i] === 'settle') await each.settle();
                if (steps[i] === 'drop') await each.dropEventsBefore(T0 + minutes * MINUTE);
                const how = { bookVersion: '2', at: T0, dryRun: false };
                if (steps[i] === 'reprice') await each.reprice({}, () => costOf(5), how);
              }
              for (const query of [{ ...ALL, by: ['session', 'agent'] as const }, ...asked])
                expect(await ledger.lapses(query)).toEqual(await oracle.lapses(query));
            }
            expect(await dump(ledger)).toEqual(await dump(oracle));
            await ledger.close();
          },
        ),
        { numRuns: 80 },
      );
    });
  });
};
