import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeApis, homeOf, startApi, type TestApi } from './api-kit.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 20, 8);

interface Line {
  readonly id: string;
  readonly at: number;
  readonly task?: string;
  readonly [field: string]: unknown;
}

const line = ({ at, ...call }: Line): string =>
  `${JSON.stringify({
    ...{ model: 'claude-sonnet-4-5', provider: 'anthropic', tokens: { input: 100_000 } },
    ...call,
    time: new Date(START + at * MINUTE).toISOString(),
  })}\n`;

/** 0.30 $ a hop: a plan, two scouts at once, one of which fails and tries again, and a report; and what is of other tasks. */
const LINES = [
  { id: 'a1', at: 0, task: 'release-42', app: 'one', session: 's1', agent: 'plan', latencyMs: 2 * MINUTE },
  { id: 'a2', at: 2, task: 'release-42', app: 'one', session: 's2', agent: 'scout' },
  { id: 'a3', at: 3, task: 'release-42', app: 'two', session: 's3', agent: 'scout' },
  { id: 'a4', at: 10, task: 'release-42', app: 'two', session: 's3', status: 'error', latencyMs: MINUTE },
  { id: 'a5', at: 11, task: 'release-42', app: 'two', session: 's3', attempt: 2, latencyMs: MINUTE },
  { id: 'b1', at: 5, task: 'nightly-1', model: 'nobody-knows' },
  { id: 'b2', at: 50, task: 'nightly-2', tokens: { input: 150_000, output: 10 } },
  { id: 'c1', at: 1, app: 'one', session: 's1' },
].map(line);

let api: TestApi;
beforeAll(async () => {
  api = await startApi(await homeOf(LINES.join('')));
});
afterAll(closeApis);

const tasksOf = async (query: Record<string, string | number>): Promise<readonly string[]> =>
  (await api.get('/tasks', { period: 'all', ...query })).json.rows.map(
    ({ task }: { readonly task: string }) => task,
  );

describe('tasks', () => {
  it('are ranked, searched, filtered and paged', async () => {
    expect(await tasksOf({})).toEqual(['release-42', 'nightly-2', 'nightly-1']);
    expect(await tasksOf({ orderBy: 'newest' })).toEqual(['nightly-2', 'release-42', 'nightly-1']);
    expect((await tasksOf({ orderBy: 'longest' }))[0]).toBe('release-42');
    expect((await tasksOf({ orderBy: 'hops' }))[0]).toBe('release-42');
    expect(await tasksOf({ search: 'NIGHT' })).toEqual(['nightly-2', 'nightly-1']);
    expect(await tasksOf({ where: 'app=two' })).toEqual(['release-42']);
    expect(await tasksOf({ limit: 1, offset: 1 })).toEqual(['nightly-2']);
    const { json } = await api.get('/tasks', { period: 'all', limit: 1 });
    expect(json).toMatchObject({ count: 3, rows: [{ apps: ['two', 'one'], sessions: 3, calls: 5 }] });
  });

  it('come as a file with a row each', async () => {
    const { text } = await api.get('/tasks.csv', { period: 'all' });
    const [head, ...rows] = text.trim().split('\r\n');
    expect(head).toMatch(/^task,apps,agents,models,sessions,/);
    expect(rows.map((row: string) => row.split(',')[0])).toEqual(['release-42', 'nightly-2', 'nightly-1']);
  });
});

describe('one task', () => {
  it('has its models, agents below each other, sessions, and where the time went', async () => {
    const { json } = await api.get('/tasks/release-42');
    expect(json.task).toMatchObject({ task: 'release-42', calls: 5, errorCalls: 1 });
    expect(json.agents.map(({ agent, depth }: Record<string, unknown>) => [agent, depth])).toEqual(
      expect.arrayContaining([
        ['plan', 1],
        ['scout', 1],
      ]),
    );
    expect(json.sessions.map(({ calls }: { readonly calls: number }) => calls).sort()).toEqual([1, 1, 3]);
    expect(json.timing).toEqual({
      wallMs: 12 * MINUTE,
      inCallsMs: 4 * MINUTE,
      parallelMs: 0,
      waitingMs: null,
      mostAtOnce: 1,
      untimedHops: 2,
    });
  });

  it('has its hops in order, with what had been spent by then', async () => {
    const { json } = await api.get('/tasks/release-42/hops', { offset: 1, limit: 3 });
    expect([json.count, json.offset, json.totalsOnly]).toEqual([5, 1, 0]);
    const hops = json.hops as readonly { readonly offsetMs: number; readonly soFarNanoUsd: number }[];
    expect(hops.map(({ offsetMs, soFarNanoUsd }) => [offsetMs / MINUTE, soFarNanoUsd / 1e9])).toEqual([
      [2, 0.6],
      [3, 0.9],
      [10, 1.2],
    ]);
    expect(json.hops[0]).toMatchObject({ parentAgent: null, call: { agent: 'scout', latencyMs: null } });
  });

  it('is known by a beginning of its id, and not found where there is none', async () => {
    expect((await api.get('/tasks/release')).json.task.task).toBe('release-42');
    const several = await api.get('/tasks/nightly-');
    expect([several.status, several.json.hint]).toEqual([400, expect.stringContaining('nightly-1')]);
    for (const path of ['/tasks/nobody', '/tasks/nobody/hops']) {
      const { status, json } = await api.get(path);
      expect([status, json.code], path).toEqual([404, 'TASK_NOT_FOUND']);
    }
  });
});
