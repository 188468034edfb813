import { Buffer } from 'node:buffer';
import { CALL_STATUSES } from '@meterline/core';
import { callId, isIdPrefix, isWholeId, KEY_HASH_BYTES, type KeyHash, keyHash } from '../call/call-id.ts';
import type { EventQuery, StoredCall } from '../store.ts';
import { COST_STATUSES, type EventRow } from './event-row.ts';
import { callOf } from './event-table.ts';
import { filterSql, type Sql } from './filter-sql.ts';
import { ownersBetween } from './key-index.ts';
import type { Shelf } from './shelf.ts';

/** Rows read at a time: a page is all that a long export holds in memory, and no read stays open between pages. */
export const PAGE_ROWS = 1_000;

/** Where the next page begins: after the last row of the one before. */
export interface Cursor {
  readonly startedAt: number;
  readonly id: number;
}

export interface Page {
  readonly rows: readonly EventRow[];
  readonly next: Cursor | undefined;
}

export const readPage = (shelf: Shelf, query: EventQuery, after: Cursor | undefined, size: number): Page => {
  const { sql, params } = eventsSql(query, after ?? placeOf(shelf, query));
  const rows = shelf.connection.prepare(sql).all(...params, size) as unknown as EventRow[];
  const last = rows.at(-1);
  const next = rows.length < size || last === undefined ? undefined : cursorOf(last);
  return { rows, next };
};

const cursorOf = (row: EventRow): Cursor => ({ startedAt: row.started_at as number, id: row.id as number });

/** The row after which a query begins; beyond every row of its moment where the ledger does not know the call. */
const placeOf = (shelf: Shelf, { after, order }: EventQuery): Cursor | undefined => {
  if (after === undefined) return undefined;
  const { startedAt, id } = after;
  const owners = isWholeId(id) ? ownersBetween(shelf.connection, hashBound(id, '0'), hashBound(id, 'f')) : [];
  const find = shelf.connection.prepare('SELECT id FROM event WHERE id = ? AND started_at = ?');
  const row = owners.find((owner) => find.get(owner, startedAt) !== undefined);
  return { startedAt, id: row ?? (order === 'newest' ? Number.MAX_SAFE_INTEGER : -1) };
};

/** All calls of a query, page by page; `read` gives each page one snapshot. */
export async function* streamCalls(
  shelf: Shelf,
  query: EventQuery,
  read: <T>(answer: () => T) => Promise<T>,
): AsyncGenerator<StoredCall> {
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let after: Cursor | undefined;
  do {
    const page = await read(() => {
      const { rows, next } = readPage(shelf, query, after, Math.max(0, Math.min(left, PAGE_ROWS)));
      return { calls: rows.map((row) => callOf(shelf, row)), next };
    });
    yield* page.calls;
    left -= page.calls.length;
    after = page.next;
  } while (after !== undefined && left > 0);
}

/**
 * One page of calls in their order. Filters on a session or task go by its scopes and sort what they find; all others
 * walk along the time.
 */
export const eventsSql = (query: EventQuery, after: Cursor | undefined): Sql => {
  const { from, to, where = [] } = query;
  const newest = query.order === 'newest';
  /** Only calls of some sessions, or tasks, that are named. */
  const isOneOf = (name: 'session' | 'task'): boolean => {
    const values = where.filter(({ dimension, op }) => dimension === name && op === '=');
    return values.length > 0 && values.every(({ value }) => value !== null);
  };
  const narrow = isOneOf('session') || isOneOf('task');
  const filter = filterSql(where);
  const conditions = where.length === 0 ? [] : [filter.sql];
  const params: (string | number)[] = where.length === 0 ? [] : [...filter.params];
  const add = (condition: string, ...values: number[]): void => {
    conditions.push(condition);
    params.push(...values);
  };
  // Says that the index of scopes with a task will do.
  if (isOneOf('task')) add('s.task <> 0');
  if (from !== undefined) add('e.started_at >= ?', from);
  if (to !== undefined) add('e.started_at < ?', to);
  conditions.push(...outcomeSql(query));
  if (after !== undefined)
    add(`(e.started_at, e.id) ${newest ? '<' : '>'} (?, ?)`, after.startedAt, after.id);
  const order = newest ? 'DESC' : 'ASC';
  const sql = [
    'SELECT e.*',
    where.length === 0
      ? 'FROM event e'
      : narrow
        ? 'FROM scope s CROSS JOIN event e ON e.scope = s.id'
        : 'FROM event e CROSS JOIN scope s ON s.id = e.scope',
    ...(conditions.length === 0 ? [] : [`WHERE ${conditions.join(' AND ')}`]),
    `ORDER BY ${narrow ? '+' : ''}e.started_at ${order}, e.id ${order} LIMIT ?`,
  ].join('\n');
  return { sql, params };
};

/** Written out, not as parameters: so the indexes of calls that failed or have no price can be used. */
const outcomeSql = ({ status, unpriced = false }: EventQuery): readonly string[] => [
  ...(status === undefined || status === 'ok' ? [] : ['e.status <> 0']),
  ...(status === undefined || status === 'failed' ? [] : [`e.status = ${CALL_STATUSES.indexOf(status)}`]),
  ...(unpriced ? [`e.cost_status = ${COST_STATUSES.indexOf('unpriced')}`] : []),
];

/** By an identity key, a whole id (old ones too) or the beginning of an id. */
export const findCallsByText = (shelf: Shelf, text: string): readonly StoredCall[] => {
  const byKey = readCalls(shelf, ownersOf(shelf, keyHash(text)));
  if (byKey.length > 0 || !isIdPrefix(text)) return byKey;
  const found = readCalls(shelf, ownersBetween(shelf.connection, hashBound(text, '0'), hashBound(text, 'f')));
  if (isWholeId(text)) return found.filter(({ keys }) => keys.some((key) => callId([key]) === text));
  return found.filter(({ id }) => id.startsWith(text));
};

/** A writer tells each live call that it records, and has the log in memory: others read through all of it. */
const ownersOf = (shelf: Shelf, hash: KeyHash): readonly number[] => {
  const known = shelf.keys.lookUp(hash);
  if (known !== undefined) return known.owner === undefined ? [] : [known.owner];
  return ownersBetween(shelf.connection, hash, hash);
};

const hashBound = (prefix: string, digit: string): KeyHash =>
  Buffer.from(prefix.padEnd(KEY_HASH_BYTES * 2, digit), 'hex').toString('latin1') as KeyHash;

const readCalls = (shelf: Shelf, ids: readonly number[]): readonly StoredCall[] =>
  ids
    .map((id) => shelf.connection.prepare('SELECT * FROM event WHERE id = ?').get(id) as EventRow | undefined)
    .filter((row) => row !== undefined)
    .map((row) => callOf(shelf, row));
