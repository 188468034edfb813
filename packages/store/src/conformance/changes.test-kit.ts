import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callId } from '../call/call-id.ts';
import { openMemoryLedger } from '../memory/memory-ledger.ts';
import type { CallChange, Ledger } from '../store.ts';
import { freshLedgers, type OpenLedger } from './fresh-ledgers.test-kit.ts';
import { call, events, T0 } from './sample-events.test-kit.ts';

const DAY = 86_400_000;
const EVER = -8_640_000_000_000_000;

/** What every engine says of the order in which calls come and change, and of notes: a part of the conformance suite. */
export const changesConformance = (name: string, open: OpenLedger): void => {
  const empty = freshLedgers(open);
  const fresh = async (since?: number): Promise<Ledger> => {
    const ledger = await empty();
    if (since !== undefined) await ledger.followChanges(since);
    return ledger;
  };
  /** What tells one change from another, without the call's whole content. */
  const told = ({ kind, call: now, formerIds, place }: CallChange) => ({
    place,
    kind,
    id: now?.id,
    output: now?.tokens.output,
    formerIds,
  });
  const changesOf = async (ledger: Ledger, after = 0, limit = 1_000_000) =>
    (await ledger.changes(after, limit)).changes.map(told);
  const id = (key: string): string => callId([key]);

  describe(`${name}: changes`, () => {
    test('are kept in their order once somebody follows, of calls since then', async () => {
      const ledger = await fresh();
      await ledger.append({ events: [call('a')] });
      expect(await ledger.changes(0, 9)).toEqual({ changes: [], last: 0, lost: 0 });
      await ledger.followChanges(T0);
      const old = call('old', { startedAt: T0 - 1 });
      await ledger.append({ events: [call('b'), old, call('c')] });
      await ledger.append({ events: [call('b'), old] });
      expect(await changesOf(ledger)).toMatchObject([
        { place: 1, kind: 'added', id: id('b') },
        { place: 2, kind: 'added', id: id('c') },
      ]);
      expect(await changesOf(ledger, 1)).toMatchObject([{ id: id('c') }]);
      expect(await changesOf(ledger, 0, 1)).toMatchObject([{ id: id('b') }]);
      expect(await ledger.changes(2, 9)).toEqual({ changes: [], last: 2, lost: 0 });
    });

    test('give the call as it is now', async () => {
      const ledger = await fresh(EVER);
      await ledger.append({ events: [call('b', { tokens: { output: 5 } })] });
      await ledger.append({ events: [call('b', { tokens: { output: 50 } })] });
      const now = { id: id('b'), output: 50, formerIds: [] };
      expect(await changesOf(ledger)).toEqual([
        { ...now, place: 1, kind: 'added' },
        { ...now, place: 2, kind: 'changed' },
      ]);
      const [change] = (await ledger.changes(0, 1)).changes;
      expect(change?.call).toEqual((await ledger.findCalls('b'))[0]);
    });

    test('name the ids that a call had before it was known by another key, or was several', async () => {
      const ledger = await fresh(EVER);
      await ledger.append({ events: [call('c'), call('d', { session: 'session-2' })] });
      await ledger.append({ events: [call('c', { keys: ['b', 'c', 'd'], capture: 'gateway' })] });
      const [first, second, joined] = await changesOf(ledger);
      expect(first).toMatchObject({ kind: 'added', id: id('b') });
      expect(second).toMatchObject({ kind: 'added', id: undefined });
      expect(joined).toMatchObject({ kind: 'changed', id: id('b') });
      expect([...joined!.formerIds].sort()).toEqual([id('c'), id('d')].sort());
    });

    test('tell of a call that turned out to be one that was dropped', async () => {
      const ledger = await fresh(EVER);
      await ledger.append({ events: [call('a')] });
      await ledger.dropEventsBefore(T0 + DAY);
      expect(await changesOf(ledger)).toMatchObject([{ kind: 'added', id: undefined }]);
      await ledger.append({ events: [call('b', { startedAt: T0 + 2 * DAY })] });
      await ledger.append({ events: [call('b', { keys: ['a', 'b'], startedAt: T0 + 2 * DAY })] });
      expect((await changesOf(ledger, 1)).map(({ kind, formerIds }) => [kind, formerIds])).toEqual([
        ['added', []],
        ['removed', [id('b')]],
      ]);
    });

    test('end with whoever followed, and their places are never used again', async () => {
      const ledger = await fresh(EVER);
      await ledger.append({ events: [call('a'), call('b')] });
      await ledger.followChanges(undefined);
      expect(await ledger.changes(0, 9)).toEqual({ changes: [], last: 2, lost: 2 });
      await ledger.append({ events: [call('c')] });
      await ledger.followChanges(EVER);
      await ledger.append({ events: [call('d')] });
      expect(await changesOf(ledger)).toMatchObject([{ place: 3, id: id('d') }]);
      expect(await ledger.changes(1, 9)).toMatchObject({ last: 3, lost: 1 });
    });

    test('are those of the oracle, whatever comes', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(events(9), { maxLength: 6 }), { maxLength: 6 }),
          async (batches) => {
            const ledger = await fresh(T0 + DAY);
            const oracle = openMemoryLedger({ zone: 'UTC' });
            await oracle.followChanges(T0 + DAY);
            for (const batch of batches) {
              await ledger.append({ events: batch });
              await oracle.append({ events: batch });
            }
            const sorted = (changes: Awaited<ReturnType<typeof changesOf>>) =>
              changes.map((one) => ({ ...one, formerIds: [...one.formerIds].sort() }));
            expect(sorted(await changesOf(ledger))).toEqual(sorted(await changesOf(oracle)));
          },
        ),
        { numRuns: 40 },
      );
    });
  });

  describe(`${name}: notes`, () => {
    test('change only for who knows what stands there', async () => {
      const ledger = await fresh();
      const revision = await ledger.revision();
      expect(await ledger.note('a')).toBeUndefined();
      expect(await ledger.changeNote('a', 'x', 'y')).toBe(false);
      expect(await ledger.changeNote('a', undefined, 'x')).toBe(true);
      expect(await ledger.changeNote('a', undefined, 'y')).toBe(false);
      expect([await ledger.note('a'), await ledger.note('b')]).toEqual(['x', undefined]);
      expect(await ledger.changeNote('a', 'x', 'y')).toBe(true);
      expect(await ledger.changeNote('a', 'y', undefined)).toBe(true);
      expect(await ledger.note('a')).toBeUndefined();
      // Whoever looks at figures has nothing to ask again.
      expect(await ledger.revision()).toBe(revision);
    });
  });
};
