import { compareTexts } from '../query/arrange-rows.ts';
import { mostUsed } from '../query/most-used.ts';
import { SEARCHED } from '../query/searched.ts';
import { selectPage } from '../query/select-page.ts';
import type { SessionOrder, SessionPage, SessionQuery, SessionTotals } from '../store.ts';
import { MEASURES, toTotals } from '../totals/measures.ts';
import { findActiveSessions } from './active-sessions.ts';
import { findById } from './find-by-id.ts';
import { createGroupColumns, type GroupColumns } from './group-columns.ts';
import { placesWithin } from './group-places.ts';
import { createGroupScopes } from './group-scopes.ts';
import { NOT_SET } from './name-table.ts';
import type { ScopeColumns } from './scope-columns.ts';
import type { Shelf } from './shelf.ts';

/** What sessions are ordered and chosen by. Sums come as floats: beyond 2^53 an integer would fail. */
const SIZES = {
  firstAt: 'first_at',
  lastAt: 'last_at',
  cost: 'CAST(list_nano_usd AS REAL)',
  tokens: 'CAST(total_tokens AS REAL)',
  cacheWaste: 'CAST(input AS REAL) + CAST(cache_write AS REAL)',
} as const;
type SessionSizes = GroupColumns<keyof typeof SIZES>;

/** Answers session queries: which sessions and in which order from memory, their totals and names from the file. */
export const createSessionReader = (shelf: Shelf, scopes: ScopeColumns) => {
  const { connection } = shelf;
  const sessions = createGroupColumns(connection, {
    ...{ totals: 'session_total', changes: 'session_change' },
    ...{ key: ['session', 'app'], columns: SIZES },
  });
  const owned = createGroupScopes(connection, sessions, scopes, {
    ...{ first: 'session', second: 'app', where: 's.session = ? AND s.app = ?' },
  });
  const one = `SELECT ${COLUMNS} FROM session_total t WHERE t.session = ? AND t.app = ?`;
  const inRange = createRangeMemory(shelf, sessions);
  return (query: SessionQuery): SessionPage => {
    const changed = sessions.refresh();
    owned.refresh(changed);
    if (changed === undefined || changed.length > 0) inRange.forget();
    const { from, to, orderBy, limit, offset = 0, where, search = '' } = query;
    const found = placesWithin(
      sessions,
      query,
      from !== undefined || to !== undefined
        ? inRange.marked(query)
        : where.length === 0
          ? undefined
          : owned.marked(scopes.filter(where)),
      search === '' ? undefined : owned.marked(scopes.search(search.toLowerCase(), SEARCHED)),
    );
    const page = selectPage(found, comparePlaces(shelf, sessions, orderBy), offset, limit);
    const [session, app] = [sessions.column('first'), sessions.column('second')];
    const rows = Array.from(page, (place) => connection.prepare(one).get(session[place]!, app[place]!));
    return { sessions: rows.map((row) => toSession(shelf, row as SessionRow)), count: found.length };
  };
};

/**
 * Sessions of the range that was asked for last: who scrolls through a list asks for one page of it after the other.
 */
const createRangeMemory = (shelf: Shelf, sessions: SessionSizes) => {
  let last: { readonly key: string; readonly found: Uint8Array } | undefined;
  return {
    /** 1 by place for sessions with a call in the range that satisfies all filters. */
    marked: ({ from, to, where }: SessionQuery): Uint8Array => {
      const key = JSON.stringify([from, to, where]);
      if (last?.key === key) return last.found;
      const found = new Uint8Array(sessions.size);
      const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      findActiveSessions(shelf, { ...range, where, zone: shelf.zone() }, (session, app) => {
        const place = sessions.placeOf(session, app);
        if (place !== undefined) found[place] = 1;
      });
      last = { key, found };
      return found;
    },
    forget: (): void => {
      last = undefined;
    },
  };
};

/** The same order as `compareSessions`. Names are only read for what is alike in all sizes. */
const comparePlaces = (shelf: Shelf, sessions: SessionSizes, orderBy: SessionOrder) => {
  const [firstAt, lastAt] = [sessions.column('firstAt'), sessions.column('lastAt')];
  const totals = (['cost', 'tokens', 'calls'] as const).map((name) => sessions.column(name));
  const size =
    orderBy === 'newest'
      ? lastAt
      : orderBy === 'longest'
        ? lastAt.map((at, place) => at - firstAt[place]!)
        : sessions.column(orderBy);
  const then = orderBy === 'newest' ? [] : [...totals, lastAt];
  const texts = (['first', 'second'] as const).map((name) => sessions.column(name));
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

export const findSessionsByText = (shelf: Shelf, text: string): readonly SessionTotals[] =>
  findById(text, (condition) =>
    shelf.connection
      .prepare(`SELECT ${COLUMNS} FROM name n JOIN session_total t ON t.session = n.id WHERE ${condition}`)
      .all(text)
      .map((row) => toSession(shelf, row as SessionRow)),
  );

type SessionRow = Readonly<Record<string, number>>;

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
