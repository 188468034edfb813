import type { PricedEvent } from '@meterline/core';
import { dimensionValue } from '../call/dimension-value.ts';
import { ROUTE_DIMENSIONS } from '../query/route-dimensions.ts';
import { placeholders } from './columns.ts';
import type { Connection } from './connection.ts';
import type { NameTable } from './name-table.ts';
import type { Scope } from './scope-table.ts';

/** What timings are booked under, by number: far fewer than scopes, since no session, user or project is in it. */
export interface RouteTable {
  /** The id of a call's route by its scope, which says all of it; added if it is new (inside a write transaction). */
  idOf(event: PricedEvent, scope: Scope): number;
  forget(): void;
}

const CACHED_MAX = 4_096;
const FIND = `SELECT id FROM route WHERE ${ROUTE_DIMENSIONS.map((column) => `${column} = ?`).join(' AND ')}`;
const ADD = `INSERT INTO route (${ROUTE_DIMENSIONS.join(', ')}) VALUES (${placeholders(ROUTE_DIMENSIONS.length)})`;

export const createRouteTable = (connection: Connection, names: NameTable): RouteTable => {
  // By scope.
  const cached = new Map<number, number>();
  const findOrAdd = (event: PricedEvent): number => {
    const ids = ROUTE_DIMENSIONS.map((dimension) =>
      names.idOf(dimensionValue(event, dimension) ?? undefined),
    );
    const found = connection.prepare(FIND).get(...ids)?.id as number | undefined;
    return found ?? Number(connection.prepare(ADD).run(...ids).lastInsertRowid);
  };
  return {
    idOf: (event, scope) => {
      let id = cached.get(scope.id);
      if (id === undefined) {
        if (cached.size >= CACHED_MAX) cached.clear();
        id = findOrAdd(event);
        cached.set(scope.id, id);
      }
      return id;
    },
    forget: () => cached.clear(),
  };
};
