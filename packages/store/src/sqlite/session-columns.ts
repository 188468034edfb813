import type { Connection } from './connection.ts';
import { type GrowingColumn, growingColumn } from './growing-column.ts';

/**
 * Every session's sizes in memory, one place a session: with them any page in any order is some milliseconds, whatever
 * its offset. About 100 bytes a session, read when a page is first asked for and then kept up by the log of changes
 * (`session_change`). Only to be used inside a read transaction, so that nothing is seen that may be undone.
 */
export interface SessionColumns {
  /** Reads what was committed since; gives the places that changed, `undefined` where all were read anew. */
  refresh(): readonly number[] | undefined;
  /** Places in use. Where `calls` is 0 the session is gone. */
  readonly size: number;
  placeOf(session: number, app: number): number | undefined;
  column(name: SessionColumn): Float64Array;
}

const COLUMNS = {
  session: 't.session',
  app: 't.app',
  firstAt: 't.first_at',
  lastAt: 't.last_at',
  calls: 't.calls',
  // Sums come as floats: beyond 2^53 an integer would fail.
  cost: 'CAST(t.list_nano_usd AS REAL)',
  tokens: 'CAST(t.total_tokens AS REAL)',
  cacheWaste: 'CAST(t.input AS REAL) + CAST(t.cache_write AS REAL)',
} as const;
export type SessionColumn = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as SessionColumn[];

const ALL = `SELECT ${Object.values(COLUMNS).join(', ')} FROM session_total t`;
const ONE = `${ALL} WHERE t.session = ? AND t.app = ?`;
const CHANGED = 'SELECT DISTINCT session, app FROM session_change WHERE id > ?';
// Each bound by itself is one step in the table's order.
const BOUNDS =
  'SELECT (SELECT min(id) FROM session_change) AS first, (SELECT max(id) FROM session_change) AS last';

export const createSessionColumns = (connection: Connection): SessionColumns => {
  let table = emptyTable();
  /** The last change that was read; `undefined` before the first. */
  let upTo: number | undefined;
  const readAll = (): undefined => {
    table = emptyTable();
    const statement = connection.prepare(ALL);
    statement.setReturnArrays(true);
    for (const row of statement.iterate()) table.put(row as unknown as number[]);
  };
  const readChanged = (since: number): readonly number[] => {
    const one = connection.prepare(ONE);
    one.setReturnArrays(true);
    return connection
      .prepare(CHANGED)
      .all(since)
      .map((row) => {
        const { session, app } = row as { readonly session: number; readonly app: number };
        const found = one.get(session, app) as unknown as number[] | undefined;
        return table.put(found ?? [session, app, ...NAMES.slice(2).map(() => 0)]);
      });
  };
  return {
    refresh: () => {
      const { first, last } = connection.prepare(BOUNDS).get() as Record<'first' | 'last', number | null>;
      const since = upTo;
      upTo = last ?? 0;
      if (since === upTo) return [];
      const isKnown = since !== undefined && (first ?? 0) <= since + 1 && upTo > since;
      return isKnown ? readChanged(since) : readAll();
    },
    get size() {
      return table.size();
    },
    placeOf: (session, app) => table.placeOf(session, app),
    column: (name) => table.columns[NAMES.indexOf(name)]!.values as Float64Array,
  };
};

const NONE = -1;

/** Places by session and app. Hardly any session has two apps, so those are chained: a map of maps would be ten times as large. */
const emptyTable = () => {
  const columns: readonly GrowingColumn[] = NAMES.map(() => growingColumn(Float64Array));
  const firstPlace = new Map<number, number>();
  const nextPlace: number[] = [];
  const apps = columns[NAMES.indexOf('app')]!;
  const placeOf = (session: number, app: number): number | undefined => {
    let place = firstPlace.get(session) ?? NONE;
    while (place !== NONE && apps.values[place] !== app) place = nextPlace[place]!;
    return place === NONE ? undefined : place;
  };
  const add = (session: number): number => {
    const place = nextPlace.length;
    nextPlace.push(firstPlace.get(session) ?? NONE);
    firstPlace.set(session, place);
    return place;
  };
  return {
    columns,
    placeOf,
    size: () => nextPlace.length,
    put: (row: readonly number[]): number => {
      const place = placeOf(row[0]!, row[1]!) ?? add(row[0]!);
      for (let i = 0; i < columns.length; i++) columns[i]!.set(place, row[i]!);
      return place;
    },
  };
};
