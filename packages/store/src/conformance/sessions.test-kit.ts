import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { openMemoryLedger } from '../memory/memory-ledger.ts';
import type { Ledger, SessionOrder } from '../store.ts';
import { call, events, queries, T0 } from './sample-events.test-kit.ts';

const SESSION_ORDERS: readonly SessionOrder[] = [
  'cost',
  'tokens',
  'calls',
  'newest',
  'longest',
  'cacheWaste',
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What every engine says of pages of sessions: a part of the conformance suite. */
export const sessionConformance = (name: string, open: (zone: string) => Promise<Ledger>): void => {
  const opened: Ledger[] = [];
  const fresh = async (): Promise<Ledger> => {
    const ledger = await open('UTC');
    opened.push(ledger);
    return ledger;
  };
  afterEach(async () => {
    for (const ledger of opened.splice(0)) await ledger.close();
  });

  describe(`${name}: pages of sessions`, () => {
    test('sessions by range, filter and page as the oracle has them', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(events(60), { maxLength: 30 }),
          queries,
          fc.nat(2),
          fc.constantFrom(undefined, '', 'SESSION-1', 'gpt', '/home/x/', "'Odd'", 'night', 'plan', 'nobody'),
          async (all, query, offset, search) => {
            const { from, to, where } = query;
            const oracle = openMemoryLedger({ zone: 'UTC' });
            const ledger = await open('UTC');
            await oracle.append({ events: all });
            await ledger.append({ events: all });
            const bounds = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
            for (const orderBy of SESSION_ORDERS) {
              const asked = {
                where,
                orderBy,
                limit: 2,
                offset,
                ...(search !== undefined && { search }),
                ...bounds,
              };
              expect(await ledger.sessions(asked)).toEqual(await oracle.sessions(asked));
            }
            const active = await ledger.activeSessions(query);
            expect(active).toEqual(await oracle.activeSessions(query));
            if (search === undefined) {
              const { count } = await ledger.sessions({ ...bounds, where, orderBy: 'cost', limit: 0 });
              expect(count).toBe(active.count);
            }
            await ledger.close();
          },
        ),
        { numRuns: 40 },
      );
    });

    test('a range that ends in the middle of a quarter of an hour leaves out what comes after it there', async () => {
      const ledger = await fresh();
      await ledger.append({ events: [call('a', { startedAt: T0 + 60_000, session: 'after' })] });
      const range = { to: T0 + 60_000, where: [], limit: 9 };
      expect(await ledger.activeSessions({ ...range, zone: 'UTC' })).toEqual({ count: 0, intervals: [] });
      expect((await ledger.sessions({ ...range, orderBy: 'newest' })).count).toBe(0);
      const later = { to: T0 + 60_001, where: [] };
      expect((await ledger.activeSessions({ ...later, zone: 'UTC' })).count).toBe(1);
    });

    test('sessions asked for while calls come, move and go', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(events(14), { maxLength: 6 }), { minLength: 2, maxLength: 6 }),
          fc.array(queries, { minLength: 1, maxLength: 4 }),
          async (batches, asked) => {
            const oracle = openMemoryLedger({ zone: 'UTC' });
            const ledger = await open('UTC');
            for (const batch of batches) {
              await oracle.append({ events: batch });
              await ledger.append({ events: batch });
              for (const { where, from, to } of [{ where: [], from: undefined, to: undefined }, ...asked]) {
                const bounds = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
                for (const search of ['', 'A', 'main']) {
                  const query = { ...bounds, where, search, orderBy: 'cost', limit: 9 } as const;
                  expect(await ledger.sessions(query)).toEqual(await oracle.sessions(query));
                }
              }
            }
            await ledger.close();
          },
        ),
        { numRuns: 30 },
      );
    });

    test('a session with calls before and after a range, and none in it, is not of it', async () => {
      const ledger = await fresh();
      const at = (key: string, hour: number, fields: object = {}) =>
        call(key, { startedAt: T0 + hour * HOUR_MS, ...fields });
      await ledger.append({
        events: [
          ...[at('a1', 0), at('a2', 9)],
          ...[at('b1', 1, { session: 'session-2' }), at('b2', 4, { session: 'session-2', app: 'codex' })],
          at('c1', 4, { session: undefined }),
        ],
      });
      const range = { from: T0 + 2 * HOUR_MS, to: T0 + 6 * HOUR_MS };
      const page = await ledger.sessions({ ...range, where: [], orderBy: 'newest', limit: 10 });
      expect(page.sessions.map(({ app, session }) => [app, session])).toEqual([['codex', 'session-2']]);
      expect(await ledger.activeSessions({ ...range, zone: 'UTC', where: [], interval: 'hour' })).toEqual({
        count: 1,
        intervals: [{ start: T0 + 4 * HOUR_MS, count: 1 }],
      });
      const whole = await ledger.activeSessions({ zone: 'UTC', where: [], interval: 'day' });
      expect(whole).toEqual({ count: 3, intervals: [{ start: T0, count: 3 }] });
    });

    test('one id in two apps is two sessions, each once a day and once in all', async () => {
      const ledger = await fresh();
      const days = [0, 1, 2, 3];
      const calls = days.flatMap((day) =>
        ['codex', 'claude-code'].flatMap((app) =>
          [0, 1].map((hour) =>
            call(`${day}-${app}-${hour}`, { app, startedAt: T0 + day * DAY_MS + hour * HOUR_MS }),
          ),
        ),
      );
      await ledger.append({ events: calls });
      await ledger.settle();
      for (const zone of ['UTC', 'Asia/Kathmandu'])
        expect(await ledger.activeSessions({ zone, where: [], interval: 'day' })).toMatchObject({
          count: 2,
          intervals: days.map(() => ({ count: 2 })),
        });
    });

    test('pages follow each other without gap or overlap, and one of no sessions tells their number', async () => {
      const ledger = await fresh();
      const equal = Array.from({ length: 60 }, (_, i) => call(`k${i}`, { session: `session-${i % 25}` }));
      await ledger.append({ events: equal });
      for (const orderBy of SESSION_ORDERS) {
        const found: string[] = [];
        for (let offset = 0; offset < 30; offset += 7) {
          const { sessions } = await ledger.sessions({ where: [], orderBy, limit: 7, offset });
          found.push(...sessions.map(({ session }) => session));
        }
        const { sessions: all } = await ledger.sessions({ where: [], orderBy, limit: 500 });
        expect(found).toEqual(all.map(({ session }) => session));
        expect(new Set(found).size).toBe(25);
      }
      const none = { where: [], search: 'N-2', orderBy: 'newest', limit: 0 } as const;
      expect(await ledger.sessions(none)).toEqual({ sessions: [], count: 6 });
    });
  });
};
