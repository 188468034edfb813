import type { IssueCode } from '@meterline/core';
import { baseName, isRecord, parseText, textOf, timeOf } from '../read/index.ts';
import type { DatabaseReader, FileInfo, Output, SqlReader, SqlValue } from '../source.ts';
import { callOf, type MessagePlace } from './message.ts';
import { APPS } from './roots.ts';

type Table = 'message' | 'session_message';

/** How far a table has been read. */
interface Cursor {
  /** Highest `time_updated`, UTC milliseconds: rows are rewritten until their call is complete. */
  updatedAt: number;
  /** Highest row number: a session that is imported from elsewhere comes with old times. */
  row: number;
}

export type DatabaseState = Record<Table, Cursor>;

/** A write can be committed after a later one, and clocks step back: this much is read again, which changes nothing. */
const OVERLAP_MS = 60_000;
/** A row dated further after the file itself comes from a clock that was wrong; it must not hide the rows after it. */
const MAX_AHEAD_MS = 86_400_000;

type Row = Readonly<Record<string, SqlValue>>;

/** `opencode.db`, `opencode-<channel>.db`, `kilo.db`: one row a message, its JSON in `data`. */
export const messageDatabase: DatabaseReader<DatabaseState> = {
  kind: 'database',
  start: () => ({ message: { updatedAt: 0, row: 0 }, session_message: { updatedAt: 0, row: 0 } }),
  read: (db, state, file, out) => {
    const tables = db.tables();
    if (!tables.has('message') && !tables.has('session_message')) out.issue(0, 'DATABASE_UNKNOWN', 'message');
    if (tables.has('message')) readMessages(db, selectOf(db, 'message', 'session'), state.message, file, out);
    if (tables.has('session_message')) {
      const sessions = tables.has('session_v2') ? 'session_v2' : 'session';
      readMessages(db, selectOf(db, 'session_message', sessions), state.session_message, file, out);
    }
  },
};

const readMessages = (db: SqlReader, sql: string, cursor: Cursor, file: FileInfo, out: Output): void => {
  const app = appOfDatabase(file.path);
  for (const row of db.rows(sql, cursor.updatedAt - OVERLAP_MS, cursor.row)) {
    const updatedAt = Number(row['time_updated']);
    if (updatedAt <= file.modifiedAt + MAX_AHEAD_MS) cursor.updatedAt = Math.max(cursor.updatedAt, updatedAt);
    cursor.row = Math.max(cursor.row, Number(row['at']));
    readRow(row, app, out);
  }
};

/** Session columns came one by one over the versions, so only those that exist are asked for. */
const selectOf = (db: SqlReader, table: Table, sessions: string): string => {
  const known = db.tables().has(sessions) ? db.columns(sessions) : new Set<string>();
  const column = (name: string, as: string): string =>
    known.has(name) ? `s.${name} AS ${as}` : `NULL AS ${as}`;
  const join = known.size > 0 ? `LEFT JOIN ${sessions} s ON s.id = m.session_id` : '';
  const isAssistant =
    table === 'session_message' ? "m.type = 'assistant'" : `instr(m.data, '"assistant"') > 0`;
  return `SELECT m.rowid AS at, m.id, m.session_id, m.time_created, m.time_updated, m.data,
      ${column('parent_id', 'parent_id')}, ${column('directory', 'directory')},
      ${column('time_created', 'session_created')}
    FROM ${table} m ${join}
    WHERE (m.time_updated > ? OR m.rowid > ?) AND ${isAssistant}`;
};

const readRow = (row: Row, app: string, out: Output): void => {
  const at = Number(row['at'] ?? 0);
  const data = parseText(String(row['data']));
  const onBad = (code: IssueCode, detail: string): void => out.issue(at, code, detail);
  if (!isRecord(data)) onBad('BAD_JSON', 'data');
  const call = isRecord(data) ? callOf(data, placeOf(row, app), onBad) : undefined;
  if (call) out.event(call);
};

const placeOf = (row: Row, app: string): MessagePlace => ({
  app,
  id: textOf(row['id']),
  session: textOf(row['session_id']),
  parentSession: textOf(row['parent_id']),
  directory: textOf(row['directory']),
  sessionCreatedAt: timeOf(row['session_created']),
  createdAt: timeOf(row['time_created']),
});

/** A fork names its database after itself; a database of another name is OpenCode's. */
const appOfDatabase = (path: string): string =>
  APPS.find((app) => baseName(path).startsWith(app)) ?? 'opencode';
