import type { Dimension, Filter } from '@meterline/core';
import { groupFilters, tagKeyOf } from '../call/dimension-value.ts';
import { SCOPE_COLUMNS } from './columns.ts';
import type { Connection } from './connection.ts';
import { createTagTranslator, idsOf } from './filter-ids.ts';
import { type GrowingColumn, growingColumn } from './growing-column.ts';

/**
 * The dimension values of every scope in memory: what filters and searches of sessions and tasks look through. About 80
 * bytes a scope and the texts of the names, read when a filter or search first needs them; scopes are only ever added.
 */
export interface ScopeColumns {
  /** The largest id of a scope when a test was last made. */
  readonly last: number;
  column(name: ScopeColumn): Uint32Array;
  /** A test of scopes, of those too that were added since the last one: whether all filters pass. */
  filter(where: readonly Filter[]): (scope: number) => boolean;
  /** The same: whether a value in one of these columns holds the text, in lower case. */
  search(needle: string, columns: readonly ScopeColumn[]): (scope: number) => boolean;
}

const COLUMNS = [...SCOPE_COLUMNS, 'tag_set'] as const;
export type ScopeColumn = (typeof COLUMNS)[number];

const ALL = `SELECT id, ${COLUMNS.join(', ')} FROM scope WHERE id > ? ORDER BY id`;

export const createScopeColumns = (connection: Connection): ScopeColumns => {
  const columns = new Map<ScopeColumn, GrowingColumn>(
    COLUMNS.map((name) => [name, growingColumn(Uint32Array)]),
  );
  const column = (name: ScopeColumn): Uint32Array => columns.get(name)!.values as Uint32Array;
  const texts = createLowerTexts(connection);
  const translate = createTagTranslator(connection);
  let last = 0;
  /** 1 by id of a dimension's value, or of a set of tags, where it passes. */
  const testOf = (
    dimension: Dimension,
    passes: (id: number) => boolean,
  ): readonly [Uint32Array, Uint8Array] => {
    const tag = tagKeyOf(dimension);
    const values = column(tag === undefined ? (dimension as ScopeColumn) : 'tag_set');
    const bits = new Uint8Array(largestIn(values, last) + 1);
    for (let id = 0; id < bits.length; id++)
      bits[id] = passes(tag === undefined ? id : translate(tag, id)) ? 1 : 0;
    return [values, bits];
  };
  const readNew = (): void => {
    const statement = connection.prepare(ALL);
    statement.setReturnArrays(true);
    for (const row of statement.iterate(last) as Iterable<unknown>) {
      const values = row as readonly number[];
      last = values[0]!;
      COLUMNS.forEach((name, i) => {
        columns.get(name)!.set(last, values[i + 1]!);
      });
    }
  };
  return {
    get last() {
      return last;
    },
    column,
    filter: (where) => {
      readNew();
      const tests = groupFilters(where).map((group) => {
        const ids = idsOf(connection, group);
        return testOf(group.dimension, (id) => ids.has(id) === (group.op === '='));
      });
      return (scope) => {
        for (const [values, bits] of tests) if (bits[values[scope]!] === 0) return false;
        return true;
      };
    },
    search: (needle, names) => {
      readNew();
      const bits = texts.holding(needle);
      const searched = names.map(column);
      return (scope) => {
        for (const values of searched) if (bits[values[scope]!] === 1) return true;
        return false;
      };
    },
  };
};

const largestIn = (column: Uint32Array, last: number): number => {
  let largest = 0;
  for (let scope = 1; scope <= last; scope++) if (column[scope]! > largest) largest = column[scope]!;
  return largest;
};

/** The texts of all names in lower case, by id. */
const createLowerTexts = (connection: Connection) => {
  const texts: string[] = [''];
  return {
    /** 1 by id where the text holds the needle. */
    holding: (needle: string): Uint8Array => {
      const rows = connection
        .prepare('SELECT id, text FROM name WHERE id > ? ORDER BY id')
        .iterate(texts.length - 1);
      for (const { id, text } of rows) texts[id as number] = (text as string).toLowerCase();
      const bits = new Uint8Array(texts.length);
      for (let id = 1; id < texts.length; id++) bits[id] = texts[id]?.includes(needle) ? 1 : 0;
      return bits;
    },
  };
};
