import type { PricedEvent } from '@meterline/core';
import { dimensionValue } from '../call/dimension-value.ts';
import { ROUTE_DIMENSIONS } from '../query/route-dimensions.ts';
import { placeholders } from './columns.ts';
import type { Connection } from './connection.ts';
import type { NameTable } from './name-table.ts';

/** What timings are booked under, by number: far fewer than scopes, since no session, user or project is in it. */
export interface RouteTable {
  /** The id of a call's route, which is added if it is new (inside a write transaction). */
  idOf(event: PricedEvent): number;
  forget(): void;
}

const CACHED_MAX = 4_096;
const FIND = `SELECT id FROM route WHERE ${ROUTE_DIMENSIONS.map((column) => `${column} = ?`).join(' AND ')}`;
const ADD = `INSERT INTO route (${ROUTE_DIMENSIONS.join(', ')}) VALUES (${placeholders(ROUTE_DIMENSIONS.length)})`;

export const createRouteTable = (connection: Connection, names: NameTable): RouteTable => {
  const cached = new Map<string, number>();
  const findOrAdd = (values: readonly (string | null)[]): number => {
    const ids = values.map((value) => names.idOf(value ?? undefined));
    const found = connection.prepare(FIND).get(...ids)?.id as number | undefined;
    return found ?? Number(connection.prepare(ADD).run(...ids).lastInsertRowid);
  };
  return {
    idOf: (event) => {
      const values = ROUTE_DIMENSIONS.map((dimension) => dimensionValue(event, dimension));
      const key = JSON.stringify(values);
      let id = cached.get(key);
      if (id === undefined) {
        if (cached.size >= CACHED_MAX) cached.clear();
        id = findOrAdd(values);
        cached.set(key, id);
      }
      return id;
    },
    forget: () => cached.clear(),
  };
};
