import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMemoryLedger } from '../memory/memory-ledger.ts';
import type { SessionOrder } from '../store.ts';
import { freshLedgers, type OpenLedger } from './fresh-ledgers.test-kit.ts';
import { listedConformance } from './listed.test-kit.ts';
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

/** What every engine says of sessions: a part of the conformance suite. */
export const sessionConformance = (name: string, open: OpenLedger): void => {
  const fresh = freshLedgers(open);

  listedConformance(name, open, {
    one: 'session',
    orders: SESSION_ORDERS,
    searches: ['SESSION-1', 'gpt', '/home/x/', "'Odd'", 'night', 'plan', 'nobody'],
    ask: async (ledger, asked) => {
      const { sessions, count } = await ledger.sessions(asked);
      return { ids: sessions.map(({ session }) => session), count, page: sessions };
    },
  });

  describe(`${name}: sessions`, () => {
    test('are as many as are active', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(events(60), { maxLength: 30 }), queries, async (all, query) => {
          const oracle = openMemoryLedger({ zone: 'UTC' });
          const ledger = await open('UTC');
          await oracle.append({ events: all });
          await ledger.append({ events: all });
          const active = await ledger.activeSessions(query);
          expect(active).toEqual(await oracle.activeSessions(query));
          const { where, from, to } = query;
          const bounds = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
          const { count } = await ledger.sessions({ ...bounds, where, orderBy: 'cost', limit: 0 });
          expect(count).toBe(active.count);
          await ledger.close();
        }),
        { numRuns: 40 },
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
  });
};
