import { SEARCHED } from '../query/searched.ts';
import { selectPage } from '../query/select-page.ts';
import type { SessionOrder, SessionPage, SessionQuery, SessionTotals } from '../store.ts';
import { findActiveSessions } from './active-sessions.ts';
import { comparePlaces } from './compare-places.ts';
import { findById } from './find-by-id.ts';
import { createGroupColumns, type GroupColumns } from './group-columns.ts';
import { placesWithin } from './group-places.ts';
import { type GroupRow, MEASURE_COLUMNS, namedIn, totalsOfRow } from './group-row.ts';
import { createGroupScopes } from './group-scopes.ts';
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
    const page = selectPage(found, inOrder(shelf, sessions, orderBy), offset, limit);
    const [session, app] = [sessions.column('first'), sessions.column('second')];
    const rows = Array.from(page, (place) => connection.prepare(one).get(session[place]!, app[place]!));
    return { sessions: rows.map((row) => toSession(shelf, row as GroupRow)), count: found.length };
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

/** The same order as `compareSessions`. */
const inOrder = (shelf: Shelf, sessions: SessionSizes, orderBy: SessionOrder) => {
  const { column } = sessions;
  const names = [column('first'), column('second')];
  if (orderBy === 'newest') return comparePlaces(shelf, [column('lastAt')], names);
  const firstAt = column('firstAt');
  const size =
    orderBy === 'longest' ? column('lastAt').map((at, place) => at - firstAt[place]!) : column(orderBy);
  return comparePlaces(
    shelf,
    [size, column('cost'), column('tokens'), column('calls'), column('lastAt')],
    names,
  );
};

export const findSessionsByText = (shelf: Shelf, text: string): readonly SessionTotals[] =>
  findById(text, (condition) =>
    shelf.connection
      .prepare(`SELECT ${COLUMNS} FROM name n JOIN session_total t ON t.session = n.id WHERE ${condition}`)
      .all(text)
      .map((row) => toSession(shelf, row as GroupRow)),
  );

const COLUMNS = `t.session, t.app, t.first_at, t.last_at, ${MEASURE_COLUMNS}`;

const SCOPES = `SELECT s.*, x.calls FROM scope s JOIN scope_total x ON x.scope = s.id WHERE s.session = ? AND s.app = ?`;

const toSession = (shelf: Shelf, row: GroupRow): SessionTotals => {
  const scopes = shelf.connection.prepare(SCOPES).all(row.session!, row.app!) as GroupRow[];
  const most = namedIn(shelf, scopes);
  return {
    ...totalsOfRow(row),
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
