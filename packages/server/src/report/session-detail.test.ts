import { expect, it } from 'vitest';
import { callOf, meterlineWith, NOW } from './report.test-kit.ts';
import { sessionDetail } from './session-detail.ts';

const opened = async (calls: Parameters<typeof meterlineWith>[0]) => {
  const meterline = await meterlineWith(calls);
  const found = await meterline.ledger.findSessions('parent');
  return { meterline, session: found.find(({ app }) => app === 'test')! };
};

it('a session has its models, its agents below each other, and the sessions that it started', async () => {
  const { meterline, session } = await opened([
    callOf('1', { session: 'parent' }),
    callOf('2', { session: 'parent', agent: 'scout', model: 'claude-opus-4-6' }),
    callOf('3', { session: 'parent', agent: 'digger', parentAgent: 'scout' }),
    callOf('4', { session: 'child', parentSession: 'parent' }),
    callOf('5', { session: 'stranger' }),
    callOf('6', { session: 'parent', app: 'other', model: 'gpt-5.4', provider: 'openai' }),
  ]);
  const detail = await sessionDetail(meterline, session, 2);
  expect(detail.models.map(({ key }) => key.model)).toEqual(['claude-sonnet-4-5', 'claude-opus-4-6']);
  expect(detail.agents.map(({ agent, parent, depth }) => [agent, parent, depth])).toEqual([
    [null, null, 0],
    ['scout', null, 1],
    ['digger', 'scout', 2],
  ]);
  expect(detail.children.map((child) => child.session)).toEqual(['child']);
  expect([detail.turns.turns.length, detail.turns.omitted, detail.turns.totals.calls]).toEqual([2, 1, 3]);
});

it('sums up turn by turn to the totals', async () => {
  const calls = [3, 2, 1].map((ago) => callOf(String(ago), { session: 'parent', startedAt: NOW - ago }));
  const { meterline, session } = await opened(calls);
  const { turns } = (await sessionDetail(meterline, session, 9)).turns;
  expect(turns.map(({ call, soFar }) => [NOW - call.startedAt, soFar.calls])).toEqual([
    [3, 1],
    [2, 2],
    [1, 3],
  ]);
  expect(turns.at(-1)?.soFar.cost).toEqual(session.cost);
});

it('says what its program used but did not log', async () => {
  const { meterline, session } = await opened([callOf('1', { session: 'parent', tokens: { output: 10 } })]);
  const said = { source: 'test', app: 'test', session: 'parent', model: 'm', at: 1 };
  await meterline.ledger.append({ events: [], declared: [{ ...said, tokens: { output: 25 } }] });
  const { unlogged } = await sessionDetail(meterline, session, 1);
  expect(unlogged).toMatchObject({ output: 15, total: 15 });
});

it('finds the sessions that it started among any number of others', async () => {
  const others = Array.from({ length: 1_100 }, (_, at) =>
    callOf(`o${at}`, { session: `other ${at}`, tokens: { input: 2_000 } }),
  );
  const { meterline, session } = await opened([
    callOf('1', { session: 'parent' }),
    callOf('2', { session: 'child', parentSession: 'parent', tokens: { input: 1 } }),
    ...others,
  ]);
  const { children } = await sessionDetail(meterline, session, 1);
  expect(children.map((child) => child.session)).toEqual(['child']);
});
