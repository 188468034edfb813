import { defined, textOf } from '../read/index.ts';
import type { SqlReader, SqlValue } from '../source.ts';
import type { IndexEntry } from './session-facts.ts';

/** Most sessions of one agent that are looked up. OpenClaw itself prunes after 30 days. */
const MAX_SESSIONS = 200_000;

type Row = Readonly<Record<string, SqlValue>>;

/** Every session that the database knows, deleted ones included, with its key. */
export const databaseEntries = (db: SqlReader): readonly IndexEntry[] => {
  const tables = db.tables();
  const labels = labelsOf(db, tables);
  return [
    ...entriesOf(db, tables, 'session_windows', labels),
    ...entriesOf(db, tables, 'session_transcript_archives', labels),
  ];
};

const entriesOf = (
  db: SqlReader,
  tables: ReadonlySet<string>,
  table: 'session_windows' | 'session_transcript_archives',
  labels: ReadonlyMap<string, string>,
): IndexEntry[] => {
  if (!tables.has(table)) return [];
  const entries: IndexEntry[] = [];
  const optional = ['channel', 'spawned_by', 'parent_session_key'].filter((name) =>
    db.columns(table).has(name),
  );
  const columns = ['session_id', 'session_key', ...optional].join(', ');
  for (const row of db.rows(
    `SELECT ${columns} FROM ${table} ORDER BY created_at DESC LIMIT ${MAX_SESSIONS}`,
  )) {
    const entry = entryOf(row, labels);
    if (entry) entries.push(entry);
  }
  return entries;
};

const entryOf = (row: Row, labels: ReadonlyMap<string, string>): IndexEntry | undefined => {
  const key = textOf(row['session_key']);
  const sessionId = textOf(row['session_id']);
  if (key === undefined || sessionId === undefined) return undefined;
  return defined({
    key,
    sessionId,
    channel: textOf(row['channel']),
    label: labels.get(key),
    parentKey: textOf(row['spawned_by']) ?? textOf(row['parent_session_key']),
  }) as IndexEntry;
};

/** Labels of the sessions of jobs; those of others are people's words and not asked for. */
const labelsOf = (db: SqlReader, tables: ReadonlySet<string>): ReadonlyMap<string, string> => {
  const labels = new Map<string, string>();
  if (!tables.has('session_nodes') || !db.columns('session_nodes').has('label')) return labels;
  const sql = `SELECT session_key, label FROM session_nodes
    WHERE (label LIKE 'Cron: %' OR label LIKE 'Automation: %') LIMIT ${MAX_SESSIONS}`;
  for (const row of db.rows(sql)) {
    const key = textOf(row['session_key']);
    const label = textOf(row['label']);
    if (key !== undefined && label !== undefined) labels.set(key, label);
  }
  return labels;
};
