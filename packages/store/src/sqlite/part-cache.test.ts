import { expect, test } from 'vitest';
import { createPartCache } from './part-cache.ts';

test('keeps what was asked for last, within its bytes', () => {
  const cache = createPartCache(100);
  const reads: number[] = [];
  const get = (id: number): void => {
    const read = (): Uint8Array => {
      reads.push(id);
      return new Uint8Array(40);
    };
    expect(cache.get(id, read)).toHaveLength(40);
  };
  for (const id of [1, 2, 1, 3, 1, 2]) get(id);
  expect(reads).toEqual([1, 2, 3, 2]);
  expect(cache.get(9, () => new Uint8Array(500))).toHaveLength(500);
  get(2);
  expect(reads).toEqual([1, 2, 3, 2, 2]);
});
