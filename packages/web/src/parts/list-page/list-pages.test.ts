import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PAGE_ROWS, pageAsOf } from './list-pages.ts';

interface Answer {
  readonly rows: readonly number[];
  readonly count: number;
  readonly offset: number;
}

/** A server whose list has `rows`, the newest first. */
const server =
  (rows: readonly number[]) =>
  async (offset: number, limit: number): Promise<Answer> => ({
    rows: rows.slice(offset, offset + limit),
    count: rows.length,
    offset,
  });

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => count - index);

it('gives the page of the list as it was, however many came since', () =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 0, max: 6 }),
      async (before, came, page) => {
        const answer = await pageAsOf(page, before, true, server(upTo(before + came)));
        const then = upTo(before).slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
        expect(answer.rows.slice(0, then.length)).toEqual(then);
      },
    ),
  ));

it('takes the first answer in another order, and ends where they keep coming', async () => {
  const offsets: number[] = [];
  const growing = async (offset: number) => {
    offsets.push(offset);
    return { rows: [], count: 1000 + offsets.length * 10, offset };
  };
  await pageAsOf(1, 1000, false, growing);
  expect(offsets).toEqual([200]);
  offsets.length = 0;
  await pageAsOf(1, 1000, true, growing);
  expect(offsets).toEqual([200, 210, 220]);
});
