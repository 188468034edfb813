import { createDayFinder, HOUR_MS } from '@meterline/core';
import type { Connection } from './connection.ts';
import { createKeyIndex, type KeyIndex, RECENT_KEYS_MAX } from './key-index.ts';
import { readMeta } from './meta.ts';
import { createNameTable, type NameTable } from './name-table.ts';
import { createPartCache, type PartCache } from './part-cache.ts';
import { createRouteTable, type RouteTable } from './route-table.ts';
import { createScopeTable, type ScopeTable } from './scope-table.ts';
import { createTraitTable, type TraitTable } from './trait-table.ts';

export interface ShelfLimits {
  /** Keys held in memory before they go into the index. */
  readonly recentKeys: number;
  /** Changed sessions that are remembered. */
  readonly changesKept: number;
  /** A batch of no more calls happens now and is not of an import: it works out lapses too, when this many changes wait. */
  readonly liveCalls: number;
  readonly liveChanges: number;
  /** Calls that a question for timings looks at singly, where the rollups cannot answer it. */
  readonly timedCalls: number;
}

export const SHELF_LIMITS: ShelfLimits = {
  recentKeys: RECENT_KEYS_MAX,
  changesKept: 16_384,
  liveCalls: 64,
  liveChanges: 64,
  timedCalls: 10_000,
};

/** An open ledger: its connection, its interned texts and the zone of its days. */
export interface Shelf {
  readonly connection: Connection;
  readonly names: NameTable;
  readonly tagSets: NameTable;
  readonly traits: TraitTable;
  readonly scopes: ScopeTable;
  readonly routes: RouteTable;
  readonly keys: KeyIndex;
  /** What was read of sealed days. */
  readonly parts: PartCache;
  readonly limits: ShelfLimits;
  /** IANA zone that the daily rollups are kept in, as the file says now. */
  zone(): string;
  /** Start of the ledger's day that holds the instant. */
  dayOf(instant: number): number;
  /** Start of the ledger's day after one that starts then. */
  nextDay(day: number): number;
  /** Forgets what was read into memory: a transaction was undone. */
  forget(): void;
}

export const createShelf = (connection: Connection, limits = SHELF_LIMITS): Shelf => {
  const names = createNameTable(connection, 'name');
  const tagSets = createNameTable(connection, 'tag_set');
  const traits = createTraitTable(createNameTable(connection, 'trait'));
  const scopes = createScopeTable(connection, names, tagSets);
  const routes = createRouteTable(connection, names);
  const keys = createKeyIndex(connection, limits.recentKeys);
  let finder: { readonly zone: string; readonly dayOf: (instant: number) => number } | undefined;
  // Read anew by each transaction: another process may have moved the ledger to another zone.
  const zone = () => readMeta(connection, 'zone') as string;
  return {
    connection,
    names,
    tagSets,
    traits,
    scopes,
    routes,
    keys,
    parts: createPartCache(),
    limits,
    zone: () => {
      const current = zone();
      if (finder?.zone !== current) finder = { zone: current, dayOf: createDayFinder(current) };
      return current;
    },
    dayOf: (instant) => finder!.dayOf(instant),
    // A day has some 20 to 27 hours, so 36 hours after its start it is the next.
    nextDay: (day) => finder!.dayOf(day + 36 * HOUR_MS),
    forget: () => {
      for (const table of [names, tagSets, traits, scopes, routes, keys]) table.forget();
    },
  };
};
