import { defined, type OnBad, textOf, timeOf } from '../read/index.ts';
import type { DatabaseReader, SqlReader, SqlValue } from '../source.ts';
import { eventOf } from './event.ts';
import { type CountKind, disjoint, readCounts } from './tokens.ts';

export const USAGE_TABLE = 'assistant_usage_events';

interface StoreState {
  /** Row number of the last row that was read. */
  after: number;
}

type StoreRow = Readonly<Record<string, SqlValue>>;

const NAMES: Readonly<Record<CountKind, readonly string[]>> = {
  input: ['input_tokens'],
  output: ['output_tokens'],
  cacheRead: ['cache_read_tokens'],
  cacheWrite: ['cache_write_tokens'],
  reasoning: ['reasoning_tokens'],
};

/** Columns that are read where this version has them. Nothing textual is among them. */
const COLUMNS = [
  'session_id',
  'model',
  'copilot_usage_model',
  'agent_id',
  'duration_ms',
  'time_to_first_token_ms',
  'finish_reason',
  'created_at',
  ...Object.values(NAMES).flat(),
] as const;
const REQUIRED = ['session_id', 'input_tokens', 'output_tokens', 'created_at'] as const;

/** `session-store.db`: one row a call, the best of Copilot's witnesses. */
export const sessionStore: DatabaseReader<StoreState> = {
  kind: 'database',
  start: () => ({ after: 0 }),
  read: (db, state, _file, out) => {
    const columns = db.columns(USAGE_TABLE);
    if (REQUIRED.some((name) => !columns.has(name))) return out.issue(0, 'DATABASE_UNKNOWN', USAGE_TABLE);
    // A store that was made anew counts its rows from 1 again; keys keep what is read twice from doubling.
    if (lastRow(db) < state.after) state.after = 0;
    for (const row of db.rows(queryOf(db, columns), state.after)) {
      const number = Number(row.row_number);
      const event = eventOfRow(row, number, (code, detail) => out.issue(number, code, detail));
      if (event !== undefined) out.event(event);
      state.after = number;
    }
  },
};

const lastRow = (db: SqlReader): number => {
  for (const row of db.rows(`SELECT max(rowid) AS last FROM ${USAGE_TABLE}`)) return Number(row.last ?? 0);
  return 0;
};

const queryOf = (db: SqlReader, columns: ReadonlySet<string>): string => {
  const read = COLUMNS.filter((name) => columns.has(name)).map((name) => `e.${name}`);
  const sessions = db.tables().has('sessions') ? db.columns('sessions') : new Set<string>();
  const place = ['cwd', 'branch'].filter((name) => sessions.has(name)).map((name) => `s.${name}`);
  const join = sessions.has('id') ? 'LEFT JOIN sessions s ON s.id = e.session_id' : '';
  const wanted = ['e.rowid AS row_number', ...read, ...(join === '' ? [] : place)].join(', ');
  return `SELECT ${wanted} FROM ${USAGE_TABLE} e ${join} WHERE e.rowid > ? ORDER BY e.rowid`;
};

const eventOfRow = (row: StoreRow, number: number, onBad: OnBad) => {
  const startedAt = timeOf(row.created_at);
  const session = textOf(row.session_id);
  const model = textOf(row.copilot_usage_model) ?? textOf(row.model);
  const tokens = disjoint(readCounts(row, NAMES, onBad), onBad);
  const event = eventOf({
    keys: [`copilot-cli:${session ?? ''}:${number}:${startedAt}`],
    startedAt: startedAt ?? 0,
    model,
    tokens,
    confidence: 'exact',
    session,
    project: textOf(row.cwd),
    branch: textOf(row.branch),
    agent: textOf(row.agent_id),
    ...defined({
      latencyMs: durationOf(row.duration_ms),
      timeToFirstTokenMs: durationOf(row.time_to_first_token_ms),
      stopReason: wordOf(row.finish_reason),
    }),
  });
  if (event === undefined) return undefined;
  if (model === undefined) onBad('MISSING_MODEL', 'model');
  if (startedAt !== undefined) return event;
  onBad('BAD_TIMESTAMP', 'created_at');
  return undefined;
};

const durationOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : undefined;

const wordOf = (value: unknown): string | undefined => {
  const word = textOf(value);
  return word !== undefined && /^[\w-]{1,64}$/.test(word) ? word : undefined;
};
