import type { StoredCall } from '@meterline/store';
import { expect, it } from 'vitest';
import { agentCollector } from './agent-tree.ts';

const call = (agent: string | undefined, parentAgent: string | undefined, listNanoUsd: number): StoredCall =>
  ({
    agent,
    parentAgent,
    status: 'ok',
    tokens: { input: 1 },
    cost: { status: 'priced', listNanoUsd },
  }) as unknown as StoredCall;

const tree = (...calls: StoredCall[]): readonly (readonly [string | null, number, number])[] => {
  const agents = agentCollector();
  for (const one of calls) agents.add(one);
  return agents.lines().map(({ agent, depth, usage }) => [agent, depth, usage.calls]);
};

it('puts agents below the one that started them, the most expensive first', () => {
  expect(
    tree(
      call(undefined, undefined, 1),
      call('explore', 'main', 5),
      call('review', 'main', 9),
      call('grep', 'explore', 2),
      call('explore', 'main', 5),
    ),
  ).toEqual([
    [null, 0, 1],
    ['explore', 1, 2],
    ['grep', 2, 1],
    ['review', 1, 1],
  ]);
});

it('loses nobody: not without a main agent, not in a circle', () => {
  expect(tree(call('a', 'gone', 1))).toEqual([['a', 0, 1]]);
  expect(tree(call('a', 'b', 2), call('b', 'a', 1)).map(([agent]) => agent)).toEqual(['a', 'b']);
});
