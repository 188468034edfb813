import { mostUsed } from '../query/most-used.ts';
import type { SessionPage, SessionQuery, SessionTotals } from '../store.ts';
import { MEASURES, toTotals } from '../totals/measures.ts';
import { filterSql, type Sql } from './filter-sql.ts';
import { NOT_SET } from './name-table.ts';
import type { Shelf } from './shelf.ts';

/** Sessions come from their own totals; what they are called comes from the few scopes of those on the page. */
export const readSessions = (shelf: Shelf, query: SessionQuery): SessionPage => {
  const { connection } = shelf;
  const { sql, params } = sessionsFrom(query);
  const { size, order } = ORDERS[query.orderBy];
  const count = connection.prepare(`SELECT count(*) AS count ${sql}`).get(...params)!.count as number;
  const { limit, offset = 0 } = query;
  // Names decide between equals only, so they are read for no more sessions than reach the page by size.
  const least = connection
    .prepare(`SELECT CAST(${size} AS REAL) AS size ${sql} ORDER BY ${size} DESC LIMIT 1 OFFSET ?`)
    .get(...params, Math.max(0, Math.min(offset + limit, count) - 1))?.size as number | undefined;
  if (least === undefined || limit < 1) return { sessions: [], count };
  const rows = connection
    .prepare(`SELECT ${COLUMNS} ${sql} AND ${size} >= ? ORDER BY ${order} LIMIT ? OFFSET ?`)
    // A size beyond 2^53 came rounded, perhaps upwards.
    .all(...params, least * (1 - Number.EPSILON), Math.min(limit, count), offset);
  return { sessions: rows.map((row) => toSession(shelf, row as SessionRow)), count };
};

export const findSessionsByText = (shelf: Shelf, text: string): readonly SessionTotals[] => {
  const find = (condition: string): readonly SessionTotals[] =>
    shelf.connection
      .prepare(`SELECT ${COLUMNS} FROM name n JOIN session_total t ON t.session = n.id WHERE ${condition}`)
      .all(text)
      .map((row) => toSession(shelf, row as SessionRow));
  const exact = find('n.text = ?1');
  return exact.length > 0 || text.length < SESSION_PREFIX_MIN ? exact : find(BEGINS);
};

const SESSION_PREFIX_MIN = 6;
// The second bound keeps the search inside the index; no text that begins with the first sorts after it.
const BEGINS = `n.text >= ?1 AND n.text < ?1 || char(0x10ffff) AND substr(n.text, 1, length(?1)) = ?1`;

type SessionRow = Readonly<Record<string, number>>;

// Sums come as floats: beyond 2^53 an integer would fail.
const COLUMNS = [
  't.session, t.app, t.first_at, t.last_at',
  ...MEASURES.map((name) => `CAST(t.${name} AS REAL) AS ${name}`),
].join(', ');

/** The size that a page is cut by, and the whole order: of equals the texts decide, as in every engine. */
const ORDERS: Readonly<Record<SessionQuery['orderBy'], { readonly size: string; readonly order: string }>> =
  (() => {
    const name = (column: string) => `(SELECT text FROM name WHERE id = t.${column})`;
    const last = `t.last_at DESC, ${name('session')}, ${name('app')} NULLS LAST`;
    const sizes = `t.list_nano_usd DESC, t.total_tokens DESC, t.calls DESC, ${last}`;
    return {
      newest: { size: 't.last_at', order: last },
      cost: { size: 't.list_nano_usd', order: sizes },
      tokens: { size: 't.total_tokens', order: `t.total_tokens DESC, ${sizes}` },
      calls: { size: 't.calls', order: `t.calls DESC, ${sizes}` },
    };
  })();

const sessionsFrom = ({ from, to, where }: SessionQuery): Sql => {
  const conditions: string[] = [];
  const params: (string | number)[] = [];
  if (from !== undefined) {
    conditions.push('t.last_at >= ?');
    params.push(from);
  }
  if (to !== undefined) {
    conditions.push('t.first_at < ?');
    params.push(to);
  }
  if (where.length > 0) {
    const filter = filterSql(where);
    conditions.push(
      `(t.session, t.app) IN (SELECT s.session, s.app FROM scope s JOIN scope_total x ON x.scope = s.id WHERE ${filter.sql})`,
    );
    params.push(...filter.params);
  }
  return { sql: `FROM session_total t WHERE ${['true', ...conditions].join(' AND ')}`, params };
};

const SCOPES = `SELECT s.*, x.calls FROM scope s JOIN scope_total x ON x.scope = s.id WHERE s.session = ? AND s.app = ?`;

const toSession = (shelf: Shelf, row: SessionRow): SessionTotals => {
  const scopes = shelf.connection.prepare(SCOPES).all(row.session!, row.app!) as SessionRow[];
  const most = (column: string): readonly string[] =>
    mostUsed(
      scopes.map((scope) => [
        scope[column] === NOT_SET ? null : shelf.names.textOf(scope[column]!),
        scope.calls!,
      ]),
    );
  return {
    ...toTotals(MEASURES.map((name) => row[name]!)),
    app: shelf.names.textOf(row.app!),
    session: shelf.names.textOf(row.session!)!,
    source: most('source')[0]!,
    parentSession: most('parent_session')[0] ?? null,
    project: most('project')[0] ?? null,
    branch: most('branch')[0] ?? null,
    agent: most('agent')[0] ?? null,
    channel: most('channel')[0] ?? null,
    cron: most('cron')[0] ?? null,
    models: most('model'),
    firstAt: row.first_at!,
    lastAt: row.last_at!,
  };
};
