import { NO_USAGE, type UsageRow } from '@meterline/core';
import { expect, it } from 'vitest';
import { agentTree } from './agent-tree.ts';

const row = (agent: string | null, listNanoUsd: number, calls = 1): UsageRow => ({
  ...NO_USAGE,
  key: { agent },
  start: null,
  calls,
  cost: { ...NO_USAGE.cost, listNanoUsd },
});

const tree = (
  rows: readonly UsageRow[],
  parents: Readonly<Record<string, string>>,
): readonly (readonly [string | null, number, number])[] =>
  agentTree(rows, new Map(Object.entries(parents))).map(({ agent, depth, usage }) => [
    agent,
    depth,
    usage.calls,
  ]);

it('puts agents below the one that started them, the most expensive first', () => {
  expect(
    tree([row('review', 9), row('explore', 10, 2), row('grep', 2), row(null, 1)], {
      explore: 'main',
      review: 'main',
      grep: 'explore',
    }),
  ).toEqual([
    [null, 0, 1],
    ['explore', 1, 2],
    ['grep', 2, 1],
    ['review', 1, 1],
  ]);
});

it('loses nobody: not without a main agent, not in a circle', () => {
  expect(tree([row('a', 1)], { a: 'gone' })).toEqual([['a', 0, 1]]);
  expect(tree([row('a', 2), row('b', 1)], { a: 'b', b: 'a' }).map(([agent]) => agent)).toEqual(['a', 'b']);
});
