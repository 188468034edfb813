import { expect, it } from 'vitest';
import { callOf, meterlineWith, NOW } from './report.test-kit.ts';
import { taskDetail } from './task-detail.ts';
import { taskHops } from './task-hops.ts';

const MINUTE = 60_000;
const hop = (id: string, ago: number, more: Parameters<typeof callOf>[1] = {}) =>
  callOf(id, { task: 'release', startedAt: NOW - ago * MINUTE, latencyMs: MINUTE, ...more });

const opened = async (calls: Parameters<typeof meterlineWith>[0]) => {
  const meterline = await meterlineWith(calls);
  const [task] = await meterline.ledger.findTasks('release');
  return { meterline, task: task! };
};

it('a task has its agents below each other, and every session that it ran through', async () => {
  const { meterline, task } = await opened([
    hop('1', 90, { session: 'a', agent: 'lead' }),
    hop('2', 80, { session: 'b', agent: 'scout', parentAgent: 'lead' }),
    hop('3', 80, { session: 'b', agent: 'scout', app: 'other' }),
    hop('4', 70, { session: 'b', model: 'gpt-5.4', provider: 'openai' }),
    callOf('5', { session: 'a' }),
  ]);
  const detail = await taskDetail(meterline, task);
  expect(detail.agents.map(({ agent, parent }) => [agent, parent])).toEqual([
    [null, null],
    ['lead', null],
    ['scout', 'lead'],
  ]);
  expect(detail.sessions.map(({ key }) => [key.app, key.session]).sort()).toEqual([
    ['other', 'b'],
    ['test', 'a'],
    ['test', 'b'],
  ]);
  expect(detail.models.reduce((sum, { calls }) => sum + calls, 0)).toBe(4);
  expect(detail.timing).toMatchObject({
    ...{ wallMs: 21 * MINUTE, inCallsMs: 3 * MINUTE, parallelMs: MINUTE },
    ...{ waitingMs: 18 * MINUTE, mostAtOnce: 2, untimedHops: 0 },
  });
});

it('hops that are no longer kept singly are in the sums of those that are', async () => {
  const { meterline, task } = await opened([
    hop('1', 3 * 24 * 60),
    hop('2', 2 * 24 * 60),
    hop('3', 10),
    hop('4', 9),
  ]);
  await meterline.ledger.dropEventsBefore(NOW - 24 * 60 * MINUTE);
  const { hops, totalsOnly } = await taskHops(meterline.ledger, task, { offset: 0, limit: 9 });
  expect(totalsOnly).toBe(2);
  expect(hops.map(({ soFar }) => soFar.calls)).toEqual([3, 4]);
  expect(hops.at(-1)?.soFar.cost).toEqual(task.cost);
  const { timing, models } = await taskDetail(meterline, task);
  expect(timing).toMatchObject({ waitingMs: null, untimedHops: 2 });
  expect(models[0]?.calls).toBe(4);
});
