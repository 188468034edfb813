import { describe, expect, it } from 'vitest';
import type { SourceFs } from '../source.ts';
import { rememberUntilChanged } from './remember.ts';

const fsOf = (stamp: { size: number; modifiedAt: number } | undefined): SourceFs => ({
  list: () => [],
  stat: () => stamp && { kind: 'file', ...stamp },
  read: () => undefined,
  realpath: () => undefined,
  query: () => undefined,
});

const counting = () => {
  let looks = 0;
  return { look: () => ++looks };
};

describe('a look into a file is remembered', () => {
  it('until the file changes', () => {
    const stamp = { size: 1, modifiedAt: 1 };
    const fs = fsOf(stamp);
    const { look } = counting();
    const looks = () => rememberUntilChanged(fs, '/a', 't', look);
    expect([looks(), looks()]).toEqual([1, 1]);
    stamp.size = 2;
    expect([looks(), looks()]).toEqual([2, 2]);
    stamp.modifiedAt = 2;
    expect(looks()).toBe(3);
  });

  it('by path and by topic, whichever object stands for the file system', () => {
    const { look } = counting();
    const remembered = (path: string, topic: string) =>
      rememberUntilChanged(fsOf({ size: 1, modifiedAt: 1 }), path, topic, look);
    expect([
      remembered('/c', 't'),
      remembered('/d', 't'),
      remembered('/c', 'u'),
      remembered('/c', 't'),
    ]).toEqual([1, 2, 3, 1]);
  });

  it('never where the file is missing: it may come', () => {
    const { look } = counting();
    const fs = fsOf(undefined);
    expect([rememberUntilChanged(fs, '/a', 't', look), rememberUntilChanged(fs, '/a', 't', look)]).toEqual([
      1, 2,
    ]);
  });
});
