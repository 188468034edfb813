import { createDayFinder } from '@meterline/core';
import type { Connection } from './connection.ts';
import { createNameTable, type NameTable } from './name-table.ts';
import { createScopeTable, type ScopeTable } from './scope-table.ts';

/** An open ledger: its connection, its interned texts and the zone of its days. */
export interface Shelf {
  readonly connection: Connection;
  readonly names: NameTable;
  readonly tagSets: NameTable;
  readonly traits: NameTable;
  readonly scopes: ScopeTable;
  /** IANA zone that the daily rollups are kept in, as the file says now. */
  zone(): string;
  /** Start of the ledger's day that holds the instant. */
  dayOf(instant: number): number;
  /** Forgets what was read into memory: a transaction was undone. */
  forget(): void;
}

export const createShelf = (connection: Connection): Shelf => {
  const names = createNameTable(connection, 'name');
  const tagSets = createNameTable(connection, 'tag_set');
  const traits = createNameTable(connection, 'trait');
  const scopes = createScopeTable(connection, names, tagSets);
  let finder: { readonly zone: string; readonly dayOf: (instant: number) => number } | undefined;
  // Read anew by each transaction: another process may have moved the ledger to another zone.
  const zone = () => readMeta(connection, 'zone') as string;
  return {
    connection,
    names,
    tagSets,
    traits,
    scopes,
    zone: () => {
      const current = zone();
      if (finder?.zone !== current) finder = { zone: current, dayOf: createDayFinder(current) };
      return current;
    },
    dayOf: (instant) => finder!.dayOf(instant),
    forget: () => {
      for (const table of [names, tagSets, traits, scopes]) table.forget();
    },
  };
};

export const readMeta = (connection: Connection, key: string): string | number | undefined =>
  connection.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.value as string | number | undefined;

export const writeMeta = (connection: Connection, key: string, value: string | number): void => {
  connection
    .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run(key, value);
};

/** Raw calls are counted as they come and go: counting 10 M rows takes a second. */
export const addRawCalls = (connection: Connection, change: number): void => {
  if (change === 0) return;
  connection.prepare("UPDATE meta SET value = value + ? WHERE key = 'raw_calls'").run(change);
};
