import type { Connection } from './connection.ts';
import { type GrowingColumn, growingColumn } from './growing-column.ts';

/**
 * Sizes of every group of calls that has totals of its own (a session, a task) in memory, one place a group: with them any
 * page in any order is some milliseconds, whatever its offset. About 100 bytes a group, read when a page is first asked for
 * and then kept up by a log of changes. Only to be used inside a read transaction, so that nothing is seen that may be
 * undone.
 */
export interface GroupColumns<Name extends string = string> {
  /** Reads what was committed since; gives the places that changed, `undefined` where all were read anew. */
  refresh(): readonly number[] | undefined;
  /** Places in use. Where `calls` is 0 the group is gone. */
  readonly size: number;
  placeOf(first: number, second: number): number | undefined;
  column(name: Name | GroupColumn): Float64Array;
}

/** What every group has. It is known by the ids of one name or of two. */
export type GroupColumn = 'first' | 'second' | 'calls';

/** Where the totals of one kind of group lie. */
export interface GroupTable<Name extends string> {
  readonly totals: string;
  /** The log of which group changed when. */
  readonly changes: string;
  /** Columns of both tables that name a group; the second is `0` where one is enough. */
  readonly key: readonly [first: string, second: string];
  /** Other columns of the totals, as SQL. */
  readonly columns: Readonly<Record<Name, string>>;
}

export const createGroupColumns = <Name extends string>(
  connection: Connection,
  { totals, changes, key, columns }: GroupTable<Name>,
): GroupColumns<Name> => {
  const selected: Readonly<Record<string, string>> = {
    ...{ first: key[0], second: key[1], calls: 'calls' },
    ...columns,
  };
  const names = Object.keys(selected);
  const all = `SELECT ${Object.values(selected).join(', ')} FROM ${totals}`;
  const statements = {
    all,
    one: `${all} WHERE ${key[0]} = ? AND ${key[1]} = ?`,
    changed: `SELECT DISTINCT ${key[0]} AS first, ${key[1]} AS second FROM ${changes} WHERE id > ?`,
    // Each bound by itself is one step in the table's order.
    bounds: `SELECT (SELECT min(id) FROM ${changes}) AS first, (SELECT max(id) FROM ${changes}) AS last`,
  };
  let table = emptyTable(names);
  /** The last change that was read; `undefined` before the first. */
  let upTo: number | undefined;
  const readAll = (): undefined => {
    table = emptyTable(names);
    const statement = connection.prepare(statements.all);
    statement.setReturnArrays(true);
    for (const row of statement.iterate()) table.put(row as unknown as number[]);
  };
  const readChanged = (since: number): readonly number[] => {
    const one = connection.prepare(statements.one);
    one.setReturnArrays(true);
    return connection
      .prepare(statements.changed)
      .all(since)
      .map((row) => {
        const { first, second } = row as Readonly<Record<'first' | 'second', number>>;
        const found = one.get(first, second) as unknown as number[] | undefined;
        return table.put(found ?? [first, second, ...names.slice(2).map(() => 0)]);
      });
  };
  return {
    refresh: () => {
      const { first, last } = connection.prepare(statements.bounds).get() as Record<
        'first' | 'last',
        number | null
      >;
      const since = upTo;
      upTo = last ?? 0;
      if (since === upTo) return [];
      const isKnown = since !== undefined && (first ?? 0) <= since + 1 && upTo > since;
      return isKnown ? readChanged(since) : readAll();
    },
    get size() {
      return table.size();
    },
    placeOf: (first, second) => table.placeOf(first, second),
    column: (name) => table.columns[names.indexOf(name)]!.values as Float64Array,
  };
};

const NONE = -1;

/** Places by both ids. Hardly any session has two apps, so those are chained: a map of maps would be ten times as large. */
const emptyTable = (names: readonly string[]) => {
  const columns: readonly GrowingColumn[] = names.map(() => growingColumn(Float64Array));
  const firstPlace = new Map<number, number>();
  const nextPlace: number[] = [];
  const seconds = columns[1]!;
  const placeOf = (first: number, second: number): number | undefined => {
    let place = firstPlace.get(first) ?? NONE;
    while (place !== NONE && seconds.values[place] !== second) place = nextPlace[place]!;
    return place === NONE ? undefined : place;
  };
  const add = (first: number): number => {
    const place = nextPlace.length;
    nextPlace.push(firstPlace.get(first) ?? NONE);
    firstPlace.set(first, place);
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
