import {
  asBuffer,
  baseName,
  defined,
  folderOf,
  joinPath,
  parseLine,
  textOf,
  valueAt,
} from '../read/index.ts';
import { rememberUntilChanged } from '../read/remember.ts';
import type { SourceEnv, SourceFile, SourceFs } from '../source.ts';
import { USAGE_TABLE } from './store.ts';

const MAX_WORKSPACE_BYTES = 64 * 1024;
const MAX_HEAD_BYTES = 64 * 1024;
/** OpenTelemetry files are looked through for the sessions they tell, up to here. */
const MAX_OTEL_LOOK_BYTES = 32 * 1024 * 1024;
const SQLITE_MAGIC = 'SQLite format 3\0';

export const rootsOf = (env: SourceEnv): readonly string[] => {
  const home = env.get('COPILOT_HOME');
  if (home !== undefined) return [home];
  const state = env.get('XDG_STATE_HOME');
  return [joinPath(env.home, '.copilot'), ...(state === undefined ? [] : [joinPath(state, '.copilot')])];
};

/** A root may be `.copilot` or the folder that holds it. */
const homesOf = (root: string): readonly string[] => [root, joinPath(root, '.copilot')];

/** The store lies at the top, beside large caches that must not be watched one by one: the rescan finds it. */
export const watchedFolders = (root: string): readonly string[] =>
  homesOf(root).flatMap((home) =>
    ['session-store.db', 'session-store.db-wal', 'otel', 'session-state'].map((name) => joinPath(home, name)),
  );

/**
 * Three witnesses of different worth, and one for each session: the store, else OpenTelemetry, else the session's own
 * log. They have no key in common, so which one speaks is settled here.
 */
export function* discoverFiles(root: string, fs: SourceFs): Generator<SourceFile> {
  for (const home of homesOf(root)) {
    const stored = storedSessions(fs, home);
    if (stored.file !== undefined) yield stored.file;
    // A store that is there and cannot be read just now may know all of them: the other witnesses wait.
    if (stored.sessions === undefined) continue;
    const traced = new Set<string>();
    for (const path of otelFiles(fs, home)) {
      const { sessions, isWhole } = tracedSessions(fs, path);
      const covered = [...(isWhole ? sessions : stored.sessions)].filter((id) => stored.sessions?.has(id));
      const isTold = isWhole && sessions.size > 0 && covered.length === sessions.size;
      if (!isTold) yield { path, reader: 'otel', context: { covered: covered.sort() } };
      for (const session of sessions) traced.add(session);
    }
    for (const file of sessionFiles(fs, home))
      if (!isTold(fs, file, stored.sessions) && !isTold(fs, file, traced)) yield file;
  }
}

interface StoredSessions {
  readonly file: SourceFile | undefined;
  /** Undefined where the store cannot be read. */
  readonly sessions: ReadonlySet<string> | undefined;
}

const storedSessions = (fs: SourceFs, home: string): StoredSessions => {
  const path = joinPath(home, 'session-store.db');
  const head = fs.read(path, SQLITE_MAGIC.length);
  const none = { file: undefined, sessions: new Set<string>() };
  if (head === undefined || !asBuffer(head).equals(asBuffer(new TextEncoder().encode(SQLITE_MAGIC))))
    return none;
  const file: SourceFile = { path, reader: 'store', context: {} };
  const sessions = fs.query(path, (db) => {
    if (!db.tables().has(USAGE_TABLE)) return 'older' as const;
    const ids = new Set<string>();
    for (const row of db.rows(`SELECT DISTINCT session_id AS id FROM ${USAGE_TABLE}`)) {
      const id = textOf(row.id);
      if (id !== undefined) ids.add(id);
    }
    return ids;
  });
  return sessions === 'older' ? none : { file, sessions };
};

const otelFiles = (fs: SourceFs, home: string): readonly string[] =>
  fs
    .list(joinPath(home, 'otel'))
    .filter((entry) => entry.kind === 'file' && entry.name.endsWith('.jsonl'))
    .map((entry) => joinPath(home, 'otel', entry.name));

interface TracedSessions {
  readonly sessions: ReadonlySet<string>;
  /** Whether the file was looked through to its end. */
  readonly isWhole: boolean;
}

const tracedSessions = (fs: SourceFs, path: string): TracedSessions =>
  rememberUntilChanged(fs, path, 'copilot-cli', () => lookForSessions(fs, path));

const lookForSessions = (fs: SourceFs, path: string): TracedSessions => {
  const bytes = fs.read(path, MAX_OTEL_LOOK_BYTES) ?? new Uint8Array();
  const found = asBuffer(bytes)
    .toString('latin1')
    .matchAll(/"gen_ai\.conversation\.id"\s*:\s*"([^"\\]{1,128})"/g);
  return { sessions: new Set([...found].map(([, id]) => id!)), isWhole: bytes.length < MAX_OTEL_LOOK_BYTES };
};

function* sessionFiles(fs: SourceFs, home: string): Generator<SourceFile> {
  const folder = joinPath(home, 'session-state');
  for (const entry of fs.list(folder)) {
    const path = joinPath(folder, entry.name);
    if (entry.kind === 'file' && entry.name.endsWith('.jsonl')) yield sessionFile(path, fs);
    const events = joinPath(path, 'events.jsonl');
    if (entry.kind === 'folder' && fs.stat(events)?.kind === 'file') yield sessionFile(events, fs);
  }
}

const sessionFile = (path: string, fs: SourceFs): SourceFile => {
  const isFlat = baseName(path) !== 'events.jsonl';
  const session = isFlat ? baseName(path).replace(/\.jsonl$/, '') : baseName(folderOf(path));
  return {
    path,
    reader: 'session',
    context: defined({ session, ...(isFlat ? {} : workspaceOf(fs, folderOf(path))) }),
  };
};

/** `workspace.yaml` is flat `key: value` lines; a session's name and summary stand there too and are left alone. */
const workspaceOf = (fs: SourceFs, folder: string) => {
  const bytes = fs.read(joinPath(folder, 'workspace.yaml'), MAX_WORKSPACE_BYTES);
  const text = bytes === undefined ? '' : asBuffer(bytes).toString('utf8');
  const value = (key: string) => textOf(new RegExp(`^${key}:[ \\t]*["']?([^"'\\n]+)`, 'm').exec(text)?.[1]);
  return { project: value('cwd'), branch: value('branch') };
};

/** By the folder's name, or by the id in the file's first line where that differs. */
const isTold = (fs: SourceFs, file: SourceFile, sessions: ReadonlySet<string>): boolean => {
  if (sessions.size === 0) return false;
  const named = textOf(valueAt(file.context, 'session'));
  if (named !== undefined && sessions.has(named)) return true;
  const head = fs.read(file.path, MAX_HEAD_BYTES);
  const end = head?.indexOf(0x0a) ?? -1;
  if (head === undefined || end === -1) return false;
  const id = textOf(valueAt(valueAt(parseLine(head, 0, end), 'data'), 'sessionId'));
  return id !== undefined && sessions.has(id);
};

export const adoptFile = (path: string, fs: SourceFs): SourceFile => {
  if (path.endsWith('.db')) return { path, reader: 'store', context: {} };
  const head = fs.read(path, MAX_HEAD_BYTES);
  if (head !== undefined && asBuffer(head).includes('"gen_ai.')) return { path, reader: 'otel', context: {} };
  return sessionFile(path, fs);
};
