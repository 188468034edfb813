import type { Dimension, Filter } from '@meterline/core';
import { groupFilters, tagKeyOf } from '../call/dimension-value.ts';
import { SEARCHED } from '../query/searched.ts';
import { SCOPE_COLUMNS } from './columns.ts';
import type { Connection } from './connection.ts';
import { createTagTranslator, idsOf } from './filter-ids.ts';
import { type GrowingColumn, growingColumn } from './growing-column.ts';
import type { SessionColumns } from './session-columns.ts';

/**
 * The dimension values of every scope in memory, and which session it belongs to: what filters and searches of sessions
 * look through. About 80 bytes a scope and the texts of the names, read when a filter or search first needs them.
 */
export interface ScopeColumns {
  /** Takes notice of changed sessions (places in `sessions`); `undefined`: of all. */
  refresh(changed: readonly number[] | undefined): void;
  /** 1 by place for sessions with a call that satisfies all filters. */
  matching(where: readonly Filter[]): Uint8Array;
  /** 1 by place for sessions of which any call has a value that holds the text, in lower case. */
  holding(needle: string): Uint8Array;
}

const COLUMNS = [...SCOPE_COLUMNS, 'tag_set'] as const;
type Column = (typeof COLUMNS)[number];

const ALL = `SELECT id, ${COLUMNS.join(', ')} FROM scope WHERE id > ? ORDER BY id`;
const WITHOUT_CALLS = 'SELECT id FROM scope EXCEPT SELECT scope FROM scope_total';
const OF_SESSION = `SELECT s.id, x.calls IS NOT NULL AS live FROM scope s LEFT JOIN scope_total x ON x.scope = s.id
  WHERE s.session = ? AND s.app = ?`;

/** Of a scope without a session or without calls. */
const NOWHERE = 0;

export const createScopeColumns = (connection: Connection, sessions: SessionColumns): ScopeColumns => {
  const table = createTable(connection, sessions);
  const texts = createLowerTexts(connection);
  const translate = createTagTranslator(connection);
  /** 1 by id of a dimension's value, or of a set of tags, where it passes. */
  const testOf = (
    dimension: Dimension,
    passes: (id: number) => boolean,
  ): readonly [Uint32Array, Uint8Array] => {
    const tag = tagKeyOf(dimension);
    const column = table.column(tag === undefined ? (dimension as Column) : 'tag_set');
    const bits = new Uint8Array(largestIn(column, table.last()) + 1);
    for (let id = 0; id < bits.length; id++)
      bits[id] = passes(tag === undefined ? id : translate(tag, id)) ? 1 : 0;
    return [column, bits];
  };
  return {
    refresh: table.refresh,
    matching: (where) => {
      const places = table.places();
      const found = new Uint8Array(sessions.size);
      const tests = groupFilters(where).map((group) => {
        const ids = idsOf(connection, group);
        return testOf(group.dimension, (id) => ids.has(id) === (group.op === '='));
      });
      for (let scope = 1; scope <= table.last(); scope++) {
        const place = places[scope]!;
        if (place === NOWHERE || found[place - 1] === 1) continue;
        let passes = 1;
        for (const [column, bits] of tests) passes &= bits[column[scope]!]!;
        found[place - 1] = passes;
      }
      return found;
    },
    holding: (needle) => {
      const places = table.places();
      const found = new Uint8Array(sessions.size);
      const bits = texts.holding(needle);
      const searched = SEARCHED.map(table.column);
      for (let scope = 1; scope <= table.last(); scope++) {
        const place = places[scope]!;
        if (place === NOWHERE) continue;
        for (const column of searched) found[place - 1]! |= bits[column[scope]!]!;
      }
      return found;
    },
  };
};

const largestIn = (column: Uint32Array, last: number): number => {
  let largest = 0;
  for (let scope = 1; scope <= last; scope++) if (column[scope]! > largest) largest = column[scope]!;
  return largest;
};

/** The scopes by id. Scopes are only ever added; what changes is whether calls have them. */
const createTable = (connection: Connection, sessions: SessionColumns) => {
  const columns = new Map<Column, GrowingColumn>(COLUMNS.map((name) => [name, growingColumn(Uint32Array)]));
  const column = (name: Column): Uint32Array => columns.get(name)!.values as Uint32Array;
  /** One more than the place of its session. */
  const places = growingColumn(Uint32Array);
  let last = 0;
  let isComplete = false;
  const readNew = (): void => {
    const statement = connection.prepare(ALL);
    statement.setReturnArrays(true);
    for (const row of statement.iterate(last) as Iterable<unknown>) {
      const values = row as readonly number[];
      last = values[0]!;
      COLUMNS.forEach((name, i) => {
        columns.get(name)!.set(last, values[i + 1]!);
      });
      places.set(last, NOWHERE);
    }
  };
  const placeAll = (): void => {
    const [session, app] = [column('session'), column('app')];
    for (let scope = 1; scope <= last; scope++)
      places.set(scope, (sessions.placeOf(session[scope]!, app[scope]!) ?? NOWHERE - 1) + 1);
    for (const { id } of connection.prepare(WITHOUT_CALLS).all()) places.set(id as number, NOWHERE);
  };
  const placeChanged = (changed: readonly number[]): void => {
    const [session, app] = [sessions.column('session'), sessions.column('app')];
    for (const place of changed) {
      for (const { id, live } of connection.prepare(OF_SESSION).all(session[place]!, app[place]!))
        places.set(id as number, live === 1 ? place + 1 : NOWHERE);
    }
  };
  return {
    column,
    last: (): number => last,
    /** One more than the place of each scope's session, all up to date. */
    places: (): Uint32Array => {
      if (!isComplete) {
        readNew();
        placeAll();
        isComplete = true;
      }
      return places.values as Uint32Array;
    },
    refresh: (changed: readonly number[] | undefined): void => {
      if (!isComplete) return;
      if (changed === undefined) isComplete = false;
      else if (changed.length > 0) {
        readNew();
        placeChanged(changed);
      }
    },
  };
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
