import { describe, expect, test } from 'vitest';
import type { TaskOrder, TaskQuery } from '../store.ts';
import { toArray } from './dump.test-kit.ts';
import { freshLedgers, type OpenLedger } from './fresh-ledgers.test-kit.ts';
import { listedConformance } from './listed.test-kit.ts';
import { call, costOf, T0 } from './sample-events.test-kit.ts';

const TASK_ORDERS: readonly TaskOrder[] = ['cost', 'hops', 'tokens', 'longest', 'newest'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALL: TaskQuery = { where: [], orderBy: 'newest', limit: 9 };

/** What every engine says of tasks: a part of the conformance suite. */
export const taskConformance = (name: string, open: OpenLedger): void => {
  const fresh = freshLedgers(open);

  listedConformance(name, open, {
    one: 'task',
    orders: TASK_ORDERS,
    searches: ['T1', 'gpt', '/home/x/', 'plan', 'ANN', 'search', 'nobody'],
    ask: async (ledger, asked) => {
      const { tasks, count } = await ledger.tasks(asked);
      return { ids: tasks.map(({ task }) => task), count, page: tasks };
    },
    // Sessions look through the same scopes: neither may disturb the other.
    also: (ledger, asked) => ledger.sessions(asked),
  });

  describe(`${name}: tasks`, () => {
    test('a task runs through sessions, agents and programs; calls without one are of none', async () => {
      const ledger = await fresh();
      const of = (key: string, at: number, more: object) =>
        call(key, { task: 'release-42', startedAt: T0 + at, ...more });
      await ledger.append({
        events: [
          of('a', 0, { agent: 'plan', latencyMs: 3 * HOUR, feature: 'ship' }),
          of('b', HOUR, { app: 'codex', session: 'session-2', modelCanonical: 'm2', latencyMs: 999.5 }),
          of('c', 2 * HOUR, { app: 'codex', session: 'session-1', project: '/p', status: 'error' }),
          of('d', 2 * HOUR, { app: undefined, session: undefined }),
          call('e'),
        ],
      });
      const { tasks, count } = await ledger.tasks(ALL);
      expect(count).toBe(1);
      expect(tasks).toMatchObject([
        {
          task: 'release-42',
          apps: ['codex', 'claude-code'],
          agents: ['plan'],
          models: ['claude-opus-4-6', 'm2'],
          sessions: 3,
          feature: 'ship',
          calls: 4,
          errorCalls: 1,
          cost: { listNanoUsd: 4_000 },
          firstAt: T0,
          lastAt: T0 + 2 * HOUR,
          endedAt: T0 + 3 * HOUR,
        },
      ]);
    });

    test('a merge that moves a call to another task, time or length moves both totals', async () => {
      const ledger = await fresh();
      const later = { startedAt: T0 + HOUR, task: 'two' };
      await ledger.append({
        events: [call('a', { task: 'two', latencyMs: 50 }), call('b', { ...later, latencyMs: 7_000 })],
      });
      const named = async () =>
        (await ledger.tasks(ALL)).tasks.map(({ task, calls, cost, firstAt, lastAt, endedAt }) => [
          ...[task, calls, cost.listNanoUsd, firstAt - T0, lastAt - T0, endedAt - T0],
        ]);
      expect(await named()).toEqual([['two', 2, 2_000, 0, HOUR, HOUR + 7_000]]);
      const better = { ...later, capture: 'gateway', source: 'gateway', cost: costOf(5_000) } as const;
      await ledger.append({ events: [call('b', { ...better, latencyMs: 900 })] });
      expect(await named()).toEqual([['two', 2, 6_000, 0, HOUR, HOUR + 900]]);
      // The log of the session that made the call knows best whose it is.
      const owner = { startedAt: T0 + HOUR, originAt: T0 - DAY, task: 'one' };
      await ledger.append({ events: [call('b', owner)] });
      expect(await named()).toEqual([
        ['one', 1, 5_000, HOUR, HOUR, HOUR + 900],
        ['two', 1, 1_000, 0, 0, 50],
      ]);
      await ledger.append({ events: [call('a', { keys: ['a', 'b'] })] });
      expect((await named()).map(([task, calls]) => [task, calls])).toEqual([['one', 1]]);
    });

    test('dropped calls still count in their task, and pricing again moves it', async () => {
      const ledger = await fresh();
      await ledger.append({
        events: [
          call('a', { task: 'old', latencyMs: 9 * HOUR }),
          call('b', { task: 'old', startedAt: T0 + 30 * HOUR }),
        ],
      });
      const before = await ledger.tasks(ALL);
      await ledger.dropEventsBefore(T0 + 24 * HOUR);
      expect(await ledger.tasks(ALL)).toEqual(before);
      const moved = call('b', { task: 'old', startedAt: T0 + 29 * HOUR, originAt: T0, latencyMs: 1 });
      await ledger.append({ events: [moved] });
      expect((await ledger.tasks(ALL)).tasks).toMatchObject([{ calls: 2, firstAt: T0 }]);
      const how = { dryRun: false, bookVersion: '2', at: T0 };
      await ledger.reprice({}, () => costOf(4_000), how);
      expect((await ledger.tasks(ALL)).tasks).toMatchObject([{ cost: { listNanoUsd: 5_000 } }]);
    });

    test('finds tasks by id or its beginning, and their hops', async () => {
      const ledger = await fresh();
      const ids = ['abcdef-1', 'abcdef-2', 'abcdef', 'short'];
      await ledger.append({ events: ids.map((task, i) => call(`k${i}`, { task, startedAt: T0 - i })) });
      const find = async (text: string) => (await ledger.findTasks(text)).map(({ task }) => task).sort();
      expect(await find('abcdef')).toEqual(['abcdef']);
      expect(await find('abcdef-')).toEqual(['abcdef-1', 'abcdef-2']);
      expect(await find('abcde')).toEqual([]);
      expect(await find('short')).toEqual(['short']);
      await ledger.append({ events: [call('none')] });
      const of = async (...values: readonly (string | null)[]) => {
        const where = values.map((value) => ({ dimension: 'task', op: '=', value }) as const);
        return (await toArray(ledger.events({ where }))).map(({ keys }) => keys[0]);
      };
      expect(await of('short', 'abcdef')).toEqual(['k3', 'k2']);
      expect(await of('short', null)).toEqual(['k3', 'none']);
    });
  });
};
