import type { Connection } from './connection.ts';

/** Single facts about the ledger: its zone, the next number of a call, how many calls it holds. */
export const readMeta = (connection: Connection, key: string): string | number | undefined =>
  connection.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.value as string | number | undefined;

export const writeMeta = (connection: Connection, key: string, value: string | number): void => {
  connection
    .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run(key, value);
};

/** Says that what the ledger holds has changed, inside the write transaction that changes it. */
export const bumpRevision = (connection: Connection): void => {
  connection.prepare("UPDATE meta SET value = value + 1 WHERE key = 'revision'").run();
};

/** Raw calls are counted as they come and go: counting 10 M rows takes a second. */
export const addRawCalls = (connection: Connection, change: number): void => {
  if (change === 0) return;
  connection.prepare("UPDATE meta SET value = value + ? WHERE key = 'raw_calls'").run(change);
};
