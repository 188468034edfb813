import { describe, expect, it } from 'vitest';
import { seenWith } from './use-new-calls.ts';

const calls = (...ids: readonly string[]) => ids.map((id) => ({ id }));

describe('seenWith', () => {
  it('takes what is there at first as always there, and notes when others came', () => {
    const first = seenWith(undefined, calls('a', 'b'), 100);
    expect([...first.values()]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
    const second = seenWith(first, calls('c', 'a'), 200);
    expect(second.get('c')).toBe(200);
    expect(seenWith(second, calls('c'), 300)).toBe(second);
  });

  it('marks the first call of a page that opened without any', () => {
    expect(seenWith(seenWith(undefined, [], 1), calls('a'), 2).get('a')).toBe(2);
  });

  it('remembers the last ones only', () => {
    const many = seenWith(undefined, calls(...Array.from({ length: 5000 }, (_, id) => `c${id}`)), 1);
    expect(many.size).toBe(2000);
    expect(many.has('c4999')).toBe(true);
  });
});
