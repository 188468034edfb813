import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMemoryLedger } from '../memory/memory-ledger.ts';
import type { Ledger, SessionQuery } from '../store.ts';
import { freshLedgers, type OpenLedger } from './fresh-ledgers.test-kit.ts';
import { call, events, queries } from './sample-events.test-kit.ts';

type Asked<Order> = Omit<SessionQuery, 'orderBy'> & { readonly orderBy: Order };

/** What calls are listed by, and how it is asked for. */
export interface Listed<Order> {
  readonly one: 'session' | 'task';
  readonly orders: readonly Order[];
  /** Some that find, one that does not. */
  readonly searches: readonly string[];
  readonly ask: (
    ledger: Ledger,
    asked: Asked<Order | 'cost' | 'newest'>,
  ) => Promise<{
    readonly ids: readonly string[];
    readonly count: number;
    readonly page: unknown;
  }>;
  /** What else is asked with each question while calls come. */
  readonly also?: (ledger: Ledger, asked: Asked<'cost'>) => Promise<unknown>;
}

/** What every engine says of pages of sessions or of tasks: a part of the conformance suite. */
export const listedConformance = <Order extends string>(
  name: string,
  open: OpenLedger,
  { one, orders, searches, ask, also = async () => undefined }: Listed<Order>,
): void => {
  const fresh = freshLedgers(open);

  describe(`${name}: pages of ${one}s`, () => {
    test('by range, filter, search and page as the oracle has them', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(events(60), { maxLength: 30 }),
          queries,
          fc.nat(2),
          fc.constantFrom(undefined, '', ...searches),
          async (all, query, offset, search) => {
            const oracle = openMemoryLedger({ zone: 'UTC' });
            const ledger = await open('UTC');
            await oracle.append({ events: all });
            await ledger.append({ events: all });
            for (const orderBy of orders) {
              const asked = {
                ...boundsOf(query),
                orderBy,
                limit: 2,
                offset,
                ...(search !== undefined && { search }),
              };
              expect(await ask(ledger, asked)).toEqual(await ask(oracle, asked));
            }
            await ledger.close();
          },
        ),
        { numRuns: 40 },
      );
    });

    test('asked for while calls come, move and go', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(events(14), { maxLength: 6 }), { minLength: 2, maxLength: 6 }),
          fc.array(queries, { minLength: 1, maxLength: 4 }),
          async (batches, queried) => {
            const oracle = openMemoryLedger({ zone: 'UTC' });
            const ledger = await open('UTC');
            for (const batch of batches) {
              await oracle.append({ events: batch });
              await ledger.append({ events: batch });
              for (const bounds of [{ where: [] }, ...queried.map(boundsOf)]) {
                for (const search of ['', 'A', 'main', 't2']) {
                  const asked = { ...bounds, search, orderBy: 'cost', limit: 9 } as const;
                  expect(await also(ledger, asked)).toEqual(await also(oracle, asked));
                  expect(await ask(ledger, asked)).toEqual(await ask(oracle, asked));
                }
              }
            }
            await ledger.close();
          },
        ),
        { numRuns: 30 },
      );
    });

    test('follow each other without gap or overlap, and one of none tells their number', async () => {
      const ledger = await fresh();
      const equal = Array.from({ length: 60 }, (_, i) => call(`k${i}`, { [one]: `${one}-${i % 25}` }));
      await ledger.append({ events: equal });
      for (const orderBy of orders) {
        const found: string[] = [];
        for (let offset = 0; offset < 30; offset += 7)
          found.push(...(await ask(ledger, { where: [], orderBy, limit: 7, offset })).ids);
        const { ids } = await ask(ledger, { where: [], orderBy, limit: 500 });
        expect(found).toEqual(ids);
        expect(new Set(found).size).toBe(25);
      }
      const search = `${one.slice(-1).toUpperCase()}-2`;
      const none = await ask(ledger, { where: [], search, orderBy: 'newest', limit: 0 });
      expect(none).toMatchObject({ ids: [], count: 6 });
    });
  });
};

/** Without the bounds that are not set. */
const boundsOf = ({ where, from, to }: Pick<SessionQuery, 'where' | 'from' | 'to'>) => ({
  where,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});
