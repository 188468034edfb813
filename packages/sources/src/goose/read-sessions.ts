import { textOf, timeOf } from '../read/fields.ts';
import { type Ladder, newLadder } from '../read/snapshot-ladder.ts';
import type { DatabaseReader, Output, SqlValue } from '../source.ts';
import { countsIn, emitRise, modelIn } from './totals.ts';

/** Sessions whose totals are remembered, the latest changed ones. A forgotten one that goes on still counts once. */
const MAX_REMEMBERED = 300;

export interface GooseState {
  /** Rows changed before this (their `updated_at`, as text) were read. */
  readTo: string;
  /** By session id, the longest untouched first. */
  readonly ladders: Record<string, Ladder>;
}

/** One row a session with running totals. Columns differ by version, so only those that exist are asked for. */
export const sessionsReader: DatabaseReader<GooseState> = {
  kind: 'database',
  start: () => ({ readTo: '', ladders: {} }),
  read: (db, state, _file, out) => {
    const columns = db.tables().has('sessions') ? db.columns('sessions') : new Set<string>();
    if (!columns.has('id') || !columns.has('updated_at') || !columns.has('input_tokens')) {
      out.issue(0, 'DATABASE_UNKNOWN');
      return;
    }
    for (const row of db.rows(selectFrom(columns), state.readTo)) readSession(row, state, out);
    forgetOldest(state.ladders);
  },
};

/** Never the columns that hold text: name, description, recipe. */
const WANTED = [
  'id',
  'working_dir',
  'updated_at',
  'provider_name',
  'model_config_json',
  'schedule_id',
  'input_tokens',
  'output_tokens',
  'total_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'accumulated_input_tokens',
  'accumulated_output_tokens',
  'accumulated_total_tokens',
  'accumulated_cache_read_tokens',
  'accumulated_cache_write_tokens',
];

const selectFrom = (columns: ReadonlySet<string>): string =>
  `SELECT rowid AS row, ${WANTED.filter((name) => columns.has(name)).join(', ')}
   FROM sessions WHERE updated_at >= ? ORDER BY updated_at, rowid`;

const readSession = (row: Readonly<Record<string, SqlValue>>, state: GooseState, out: Output): void => {
  const at = Number(row.row ?? 0);
  const id = textOf(row.id);
  const updatedAt = timeOf(row.updated_at);
  const counts = countsIn(row, at, out);
  if (counts === undefined || id === undefined) return;
  if (updatedAt === undefined) {
    out.issue(at, 'BAD_TIMESTAMP');
    return;
  }
  const ladder = Object.hasOwn(state.ladders, id) ? state.ladders[id]! : newLadder();
  const session = {
    id,
    updatedAt,
    counts,
    folder: textOf(row.working_dir),
    provider: textOf(row.provider_name),
    model: modelIn(row.model_config_json),
    schedule: textOf(row.schedule_id),
  };
  emitRise(session, ladder, at, out);
  // Taken out and put in again, so that the record's order is that of the last change.
  delete state.ladders[id];
  state.ladders[id] = ladder;
  state.readTo = String(row.updated_at);
};

const forgetOldest = (ladders: Record<string, Ladder>): void => {
  const ids = Object.keys(ladders);
  for (const id of ids.slice(0, Math.max(0, ids.length - MAX_REMEMBERED))) delete ladders[id];
};
