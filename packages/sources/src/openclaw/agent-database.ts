import { asBuffer, parseText } from '../read/index.ts';
import type { DatabaseReader, FileInfo, Output, SqlReader, SqlValue } from '../source.ts';
import {
  readEntry,
  type Surroundings,
  startTranscript,
  type TranscriptState,
} from '../transcript-family/index.ts';
import { type ArchivesRead, readArchives } from './database-archives.ts';
import { databaseEntries } from './database-index.ts';
import { OPENCLAW } from './dialect.ts';
import { APP, indexOf, type SessionIndex, surroundingsOf } from './session-facts.ts';

/** OpenClaw's own limit of one row, inflated. */
const MAX_ROW_BYTES = 4 * 1024 * 1024;

/** How far one session has been read. */
interface SessionProgress {
  /** Last `seq` that was read. */
  seq: number;
  /** Rewriting a transcript gives it a new generation: then everything is read again. */
  generation: string | null;
  transcript: TranscriptState;
}

export interface AgentDatabaseState {
  sessions: Record<string, SessionProgress>;
  archives: ArchivesRead;
}

type SurroundingsOf = (session: string) => Surroundings;

/** `agents/<agent>/agent/openclaw-agent.sqlite`: one row an entry, as JSON text or as zstd. */
export const agentDatabase: DatabaseReader<AgentDatabaseState> = {
  kind: 'database',
  start: () => ({ sessions: {}, archives: {} }),
  read: (db, state, file, out) => {
    const tables = db.tables();
    if (!tables.has('transcript_events')) {
      out.issue(0, 'DATABASE_UNKNOWN', 'transcript_events');
      return;
    }
    const around = surroundingsBySession(db, file);
    readSessions(db, tables, state, around, out);
    readArchives(db, tables, state.archives, around, out);
  },
};

/** The index is read when a session has news, and then once. */
const surroundingsBySession = (db: SqlReader, file: FileInfo): SurroundingsOf => {
  const given = (file.context ?? { app: APP }) as unknown as Surroundings;
  let index: SessionIndex | undefined;
  return (session) => {
    index ??= indexOf(databaseEntries(db));
    return { ...given, ...surroundingsOf(session, given.agent ?? 'main', index) };
  };
};

const readSessions = (
  db: SqlReader,
  tables: ReadonlySet<string>,
  state: AgentDatabaseState,
  around: SurroundingsOf,
  out: Output,
): void => {
  const generations = generationsOf(db, tables);
  const before = state.sessions;
  // Sessions that OpenClaw has pruned are forgotten, so the state stays as small as the database.
  state.sessions = {};
  for (const { session, last } of lastRows(db)) {
    const known = Object.hasOwn(before, session) ? before[session] : undefined;
    const generation = generations.get(session) ?? null;
    const goesOn = known !== undefined && known.generation === generation && known.seq <= last;
    const progress = goesOn ? known : { seq: -1, generation, transcript: startTranscript() };
    if (progress.seq < last) readRows(db, session, progress, around(session), out);
    state.sessions[session] = progress;
  }
};

const lastRows = (db: SqlReader): { session: string; last: number }[] => {
  const sql = 'SELECT session_id, MAX(seq) AS last FROM transcript_events GROUP BY session_id';
  return [...db.rows(sql)].map((row) => ({ session: String(row['session_id']), last: Number(row['last']) }));
};

const generationsOf = (db: SqlReader, tables: ReadonlySet<string>): ReadonlyMap<string, string> => {
  if (!tables.has('transcript_rewrite_watermarks')) return new Map();
  const rows = db.rows('SELECT session_id, generation FROM transcript_rewrite_watermarks');
  return new Map([...rows].map((row) => [String(row['session_id']), String(row['generation'])]));
};

const readRows = (
  db: SqlReader,
  session: string,
  progress: SessionProgress,
  around: Surroundings,
  out: Output,
): void => {
  const zstd = db.columns('transcript_events').has('event_zstd') ? 'event_zstd' : 'NULL AS event_zstd';
  const sql = `SELECT seq, event_json, ${zstd} FROM transcript_events WHERE session_id = ? AND seq > ? ORDER BY seq`;
  for (const row of db.rows(sql, session, progress.seq)) {
    const seq = Number(row['seq']);
    progress.seq = seq;
    const text = textOfRow(row, seq, out);
    if (text === undefined) continue;
    const entry = parseText(text);
    if (entry === undefined) out.issue(seq, 'BAD_JSON');
    else readEntry(entry, seq, progress.transcript, around, OPENCLAW, out);
  }
};

/** A row is EITHER text or zstd; the long answers are the compressed ones. */
const textOfRow = (row: Readonly<Record<string, SqlValue>>, seq: number, out: Output): string | undefined => {
  if (typeof row['event_json'] === 'string') return row['event_json'];
  const frame = row['event_zstd'];
  const bytes = frame instanceof Uint8Array ? out.inflateZstd(frame, MAX_ROW_BYTES) : undefined;
  if (bytes === undefined) out.issue(seq, 'UNSUPPORTED_COMPRESSION', 'event_zstd');
  return bytes && asBuffer(bytes).toString('utf8');
};
