import { compareTexts } from '../query/arrange-rows.ts';
import { mostUsed } from '../query/most-used.ts';
import { selectPage } from '../query/select-page.ts';
import type { SessionOrder, SessionPage, SessionQuery, SessionTotals } from '../store.ts';
import { MEASURES, toTotals } from '../totals/measures.ts';
import { NOT_SET } from './name-table.ts';
import { createScopeColumns, type ScopeColumns } from './scope-columns.ts';
import { createSessionColumns, type SessionColumns } from './session-columns.ts';
import type { Shelf } from './shelf.ts';

/** Answers session queries: which sessions and in which order from memory, their totals and names from the file. */
export const createSessionReader = (shelf: Shelf) => {
  const { connection } = shelf;
  const sessions = createSessionColumns(connection);
  const scopes = createScopeColumns(connection, sessions);
  const one = `SELECT ${COLUMNS} FROM session_total t WHERE t.session = ? AND t.app = ?`;
  return (query: SessionQuery): SessionPage => {
    scopes.refresh(sessions.refresh());
    const found = matching(sessions, scopes, query);
    const { orderBy, limit, offset = 0 } = query;
    const page = selectPage(found, comparePlaces(shelf, sessions, orderBy), offset, limit);
    const [session, app] = [sessions.column('session'), sessions.column('app')];
    const rows = Array.from(page, (place) => connection.prepare(one).get(session[place]!, app[place]!));
    return { sessions: rows.map((row) => toSession(shelf, row as SessionRow)), count: found.length };
  };
};

/** Places of the sessions that a query asks for. */
const matching = (sessions: SessionColumns, scopes: ScopeColumns, query: SessionQuery): Uint32Array => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, where, search = '' } = query;
  const byFilters = where.length === 0 ? undefined : scopes.matching(where);
  const bySearch = search === '' ? undefined : scopes.holding(search.toLowerCase());
  const [firstAt, lastAt] = [sessions.column('firstAt'), sessions.column('lastAt')];
  const calls = sessions.column('calls');
  const places = new Uint32Array(sessions.size);
  let count = 0;
  for (let place = 0; place < places.length; place++) {
    if (calls[place] === 0 || lastAt[place]! < from || firstAt[place]! >= to) continue;
    if (byFilters?.[place] === 0 || bySearch?.[place] === 0) continue;
    places[count++] = place;
  }
  return places.subarray(0, count);
};

/** The same order as `compareSessions`. Names are only read for what is alike in all sizes. */
const comparePlaces = (shelf: Shelf, sessions: SessionColumns, orderBy: SessionOrder) => {
  const [firstAt, lastAt] = [sessions.column('firstAt'), sessions.column('lastAt')];
  const totals = (['cost', 'tokens', 'calls'] as const).map((name) => sessions.column(name));
  const size =
    orderBy === 'newest'
      ? lastAt
      : orderBy === 'longest'
        ? lastAt.map((at, place) => at - firstAt[place]!)
        : sessions.column(orderBy);
  const then = orderBy === 'newest' ? [] : [...totals, lastAt];
  const texts = (['session', 'app'] as const).map((name) => sessions.column(name));
  return (a: number, b: number): number => {
    if (size[a] !== size[b]) return size[b]! - size[a]!;
    for (const column of then) if (column[a] !== column[b]) return column[b]! - column[a]!;
    for (const column of texts) {
      const order = compareTexts(shelf.names.textOf(column[a]!), shelf.names.textOf(column[b]!));
      if (order !== 0) return order;
    }
    return 0;
  };
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
