import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { MIGRATIONS, migrate, schemaVersion } from './migrate.ts';

const next = (sql: string) => [...MIGRATIONS, { version: MIGRATIONS.length + 1, name: 'next', sql }];
const fresh = (): DatabaseSync => {
  const db = new DatabaseSync(':memory:');
  migrate(db, 'ledger.db', 'Asia/Kolkata');
  return db;
};

test('versions count up from 1', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, i) => i + 1));
});

test('a step runs once and keeps what is there', () => {
  const db = fresh();
  const steps = next('CREATE TABLE later (at INTEGER)');
  for (let i = 0; i < 2; i++) migrate(db, 'ledger.db', 'UTC', steps);
  expect(schemaVersion(db, 'ledger.db', steps.length)).toBe(steps.length);
  expect(db.prepare("SELECT value FROM meta WHERE key = 'zone'").get()).toEqual({ value: 'Asia/Kolkata' });
  expect(() => migrate(db, 'ledger.db', 'UTC')).toThrow('knows');
});

test('a step that fails leaves the old schema whole', () => {
  const db = fresh();
  const steps = next('CREATE TABLE later (at INTEGER); DROP TABLE event; INSERT INTO nowhere VALUES (1)');
  expect(() => migrate(db, 'ledger.db', 'UTC', steps)).toThrow('nowhere');
  expect(schemaVersion(db, 'ledger.db')).toBe(MIGRATIONS.length);
  expect(db.prepare('SELECT count(*) AS calls FROM event').get()).toEqual({ calls: 0 });
  expect(() => db.prepare('SELECT * FROM later')).toThrow('no such table');
});
