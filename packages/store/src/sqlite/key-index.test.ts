import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type KeyHash, keyHash } from '../call/call-id.ts';
import { type Connection, openConnection } from './connection.ts';
import { createKeyIndex, ownersBetween } from './key-index.ts';
import { migrate } from './schema/migrate.ts';

let folder: string;
let connection: Connection;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-index-'));
  connection = openConnection(join(folder, 'ledger.db'), false);
  migrate(connection.db, connection.path, 'UTC');
});
afterEach(() => {
  connection.db.close();
  rmSync(folder, { recursive: true });
});

/** As hashes of keys are, or all of them beginning alike, as somebody could choose them who sends many. */
const even = fc.nat({ max: 2_000 }).map((n) => keyHash(`key-${n}`));
const alike = fc
  .tuple(fc.nat({ max: 1 }), fc.nat({ max: 255 }), fc.nat({ max: 3 }))
  .map(([a, b, c]) => String.fromCharCode(255, 0, 0, a, ...Array(8).fill(0), b, 0, 0, c) as KeyHash);
const gift = fc.tuple(fc.oneof(even, alike), fc.integer({ min: 1, max: 2 ** 32 - 1 }));
/** What some transactions give, each by one of two writers; of some nothing is kept. */
const transactions = fc.array(
  fc.record({
    gifts: fc.array(gift, { maxLength: 60, size: 'max' }),
    writer: fc.nat({ max: 1 }),
    isUndone: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
  }),
  { maxLength: 60, size: 'max' },
);

it('answers as a map does, through many runs, for two writers and after what was undone', () => {
  fc.assert(
    fc.property(transactions, fc.array(even, { maxLength: 50 }), (done, others) => {
      connection.db.exec(
        'DELETE FROM recent_key; DELETE FROM key_run; DELETE FROM key_page; DELETE FROM meta',
      );
      const indexes = [createKeyIndex(connection, 8), createKeyIndex(connection, 8)];
      const map = new Map<KeyHash, number>();
      const asked = new Set(others);
      for (const { gifts, writer, isUndone } of done) {
        const index = indexes[writer]!;
        connection.db.exec('BEGIN');
        index.refresh();
        for (const [hash, call] of gifts) {
          asked.add(hash);
          index.give(hash, call);
          if (!isUndone) map.set(hash, call);
          else expect(index.ownerOf(hash)).toBe(call);
        }
        index.flush();
        connection.db.exec(isUndone ? 'ROLLBACK' : 'COMMIT');
        if (isUndone) index.forget();
      }
      for (const index of indexes) {
        index.refresh();
        for (const hash of asked) expect(index.ownerOf(hash)).toBe(map.get(hash));
      }
      for (const hash of asked) {
        const owner = map.get(hash);
        expect(ownersBetween(connection, hash, hash)).toEqual(owner === undefined ? [] : [owner]);
      }
      const first = '\x40'.padEnd(16, '\0') as KeyHash;
      const last = '\x9f'.padEnd(16, '\xff') as KeyHash;
      const between = [...map].filter(([hash]) => hash >= first && hash <= last).map(([, call]) => call);
      expect(new Set(ownersBetween(connection, first, last))).toEqual(new Set(between));
    }),
    { numRuns: 25 },
  );
});

it('joins runs: of as many keys as it ever had there are few, and each key is on one page', () => {
  const index = createKeyIndex(connection, 100);
  for (let transaction = 0; transaction < 130; transaction++) {
    connection.db.exec('BEGIN');
    index.refresh();
    for (let i = 0; i < 100; i++) index.give(keyHash(`${transaction}-${i}`), transaction * 100 + i + 1);
    index.flush();
    connection.db.exec('COMMIT');
  }
  const tiers = connection.db.prepare('SELECT tier, keys FROM key_run ORDER BY id').all();
  expect(tiers.map(({ tier, keys }) => `${tier}: ${keys}`)).toEqual([
    ...Array(8).fill('2: 1600'),
    '0: 100',
    '0: 100',
  ]);
  const { bytes } = connection.db.prepare('SELECT sum(length(entries)) AS bytes FROM key_page').get()!;
  expect(bytes).toBe(13_000 * 20);
  index.refresh();
  expect(index.ownerOf(keyHash('129-99'))).toBe(13_000);
  expect(index.ownerOf(keyHash('0-0'))).toBe(1);
});
