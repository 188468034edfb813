import { Buffer } from 'node:buffer';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync } from 'node:zlib';
import type { Json } from '../source.ts';

type Fields = Readonly<Record<string, string | number | null>>;

interface Tables {
  readonly session_windows: readonly Fields[];
  readonly session_nodes: readonly Fields[];
  readonly transcript_rewrite_watermarks: readonly Fields[];
  readonly session_transcript_archives: readonly (Fields & { readonly entries: readonly Json[] })[];
  readonly cron_jobs: readonly Fields[];
  readonly task_runs: readonly Fields[];
  readonly transcript_events: readonly [session: string, seq: number, isZstd: 0 | 1, entry: Json][];
}

/** The rows of a real 2026.9.6 state, without any text. */
export const TABLES = JSON.parse(
  readFileSync(`${import.meta.dirname}/testdata/v2026.9.6/tables.json`, 'utf8'),
) as Tables;

const SCHEMA = `
  CREATE TABLE session_windows (session_id TEXT PRIMARY KEY, session_key TEXT NOT NULL, created_at INTEGER NOT NULL,
    channel TEXT, parent_session_key TEXT, spawned_by TEXT);
  CREATE TABLE session_nodes (session_key TEXT PRIMARY KEY, label TEXT);
  CREATE TABLE transcript_events (session_id TEXT NOT NULL, seq INTEGER NOT NULL, event_json TEXT, event_zstd BLOB,
    PRIMARY KEY (session_id, seq));
  CREATE TABLE session_transcript_archives (session_id TEXT NOT NULL, generation TEXT NOT NULL, session_key TEXT NOT NULL,
    reason TEXT, archive_blob BLOB, archive_name TEXT, created_at INTEGER NOT NULL, PRIMARY KEY (session_id, generation));
  CREATE TABLE session_transcript_cold_archives (session_id TEXT PRIMARY KEY, generation TEXT NOT NULL, archive_blob BLOB);
  CREATE TABLE transcript_rewrite_watermarks (session_id TEXT PRIMARY KEY, generation TEXT NOT NULL);`;

/** A state folder in a temporary place; `remove` it. */
export const newState = (): { root: string; database: string; remove: () => void } => {
  const root = mkdtempSync(join(tmpdir(), 'meterline-openclaw-'));
  const database = join(root, 'agents', 'main', 'agent', 'openclaw-agent.sqlite');
  mkdirSync(dirname(database), { recursive: true });
  return { root, database, remove: () => rmSync(root, { recursive: true }) };
};

export const openDatabase = (path: string): DatabaseSync => {
  mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL');
  return db;
};

export const createTables = (db: DatabaseSync): void => db.exec(SCHEMA);

export const insert = (
  db: DatabaseSync,
  table: string,
  fields: Record<string, string | number | null | Buffer>,
): void => {
  const names = Object.keys(fields);
  const places = names.map(() => '?').join(', ');
  db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`).run(...Object.values(fields));
};

export const addEntry = (
  db: DatabaseSync,
  session: string,
  seq: number,
  entry: Json,
  isZstd = false,
): void => {
  const text = JSON.stringify(entry);
  insert(db, 'transcript_events', {
    session_id: session,
    seq,
    event_json: isZstd ? null : text,
    event_zstd: isZstd ? zstdCompressSync(Buffer.from(text)) : null,
  });
};

/** A transcript as one blob, as a deletion or cold storage leaves it. */
export const blobOf = (entries: readonly Json[]): Buffer =>
  zstdCompressSync(Buffer.from(`${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`));

/** Everything of the real state. */
export const fillTables = (db: DatabaseSync): void => {
  createTables(db);
  for (const name of ['session_windows', 'session_nodes', 'transcript_rewrite_watermarks'] as const)
    for (const row of TABLES[name]) insert(db, name, row);
  for (const { entries, ...row } of TABLES.session_transcript_archives)
    insert(db, 'session_transcript_archives', { ...(row as Fields), archive_blob: blobOf(entries) });
  for (const [session, seq, isZstd, entry] of TABLES.transcript_events)
    addEntry(db, session, seq, entry, isZstd === 1);
};

export const fillStateTables = (db: DatabaseSync): void => {
  db.exec(
    'CREATE TABLE cron_jobs (job_id TEXT, name TEXT); CREATE TABLE agent_databases (agent_id TEXT, path TEXT)',
  );
  db.exec('CREATE TABLE task_runs (source_id TEXT, label TEXT, runtime TEXT)');
  for (const name of ['cron_jobs', 'task_runs'] as const)
    for (const row of TABLES[name]) insert(db, name, row);
  insert(db, 'agent_databases', { agent_id: 'main', path: 'agents/main/agent/openclaw-agent.sqlite' });
};
