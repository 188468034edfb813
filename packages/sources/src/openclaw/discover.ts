import { baseName, folderOf, joinPath, textOf, walkFiles } from '../read/index.ts';
import type { Json, SourceFile, SourceFs, SqlReader } from '../source.ts';
import type { Surroundings } from '../transcript-family/index.ts';
import { codexThreads } from './codex-threads.ts';
import { AGENT_DATABASE, agentOfPath, isMigrationCopy, sessionOfFileName } from './file-names.ts';
import { expandHome } from './roots.ts';
import { APP, type SessionIndex, surroundingsOf } from './session-facts.ts';
import { readSessionIndex } from './session-index.ts';
import { sessionStoreOf } from './session-store.ts';

const MAX_CONFIG_BYTES = 4 * 1024 * 1024;

/** One agent's transcripts and database. */
interface AgentPlace {
  readonly agent: string;
  readonly sessionsDir: string;
  readonly database: string;
}

/** Everything below a state folder, each file once. */
export function* discoverState(root: string, fs: SourceFs): Generator<SourceFile> {
  const real = fs.realpath(root);
  if (real === undefined) return;
  const seen = new Set<string>();
  for (const file of filesOfState(real, fs)) {
    if (seen.has(file.path)) continue;
    seen.add(file.path);
    yield file;
  }
}

function* filesOfState(state: string, fs: SourceFs): Generator<SourceFile> {
  yield* existing(fs, joinPath(state, 'cron', 'jobs.json'), 'cron-jobs', () => null);
  yield* existing(fs, joinPath(state, 'state', 'openclaw.sqlite'), 'state-database', () => null);
  for (const place of agentPlaces(state, fs)) yield* filesOfAgent(place, fs);
  for (const path of registeredDatabases(state, fs)) yield* agentDatabases(path, fs);
}

function* existing(
  fs: SourceFs,
  path: string,
  reader: string,
  contextOf: (real: string) => Json,
): Generator<SourceFile> {
  const real = fs.realpath(path);
  if (real !== undefined && fs.stat(real)?.kind === 'file')
    yield { path: real, reader, context: contextOf(real) };
}

/** An agent's ordinary folders, and those that `session.store` in the configuration names instead. */
function* agentPlaces(state: string, fs: SourceFs): Generator<AgentPlace> {
  const agents = fs
    .list(joinPath(state, 'agents'))
    .flatMap(({ name, kind }) => (kind === 'folder' ? [name] : []));
  for (const agent of agents) yield placeOf(state, agent, joinPath(state, 'agents', agent, 'sessions'));
  const store = configuredStore(state, fs);
  if (store === undefined) return;
  for (const agent of new Set(['main', ...agents]))
    yield placeOf(state, agent, folderOf(store.replaceAll('{agentId}', agent)));
}

const placeOf = (state: string, agent: string, sessionsDir: string): AgentPlace => ({
  agent,
  sessionsDir,
  database: joinPath(state, 'agents', agent, 'agent', AGENT_DATABASE),
});

const configuredStore = (state: string, fs: SourceFs): string | undefined => {
  const bytes = fs.read(joinPath(state, 'openclaw.json'), MAX_CONFIG_BYTES);
  const store = bytes && sessionStoreOf(new TextDecoder().decode(bytes));
  return store === undefined ? undefined : expandHome(store, folderOf(state));
};

function* filesOfAgent(place: AgentPlace, fs: SourceFs): Generator<SourceFile> {
  yield* agentDatabases(place.database, fs);
  const sessionsDir = fs.realpath(place.sessionsDir);
  if (sessionsDir === undefined) return;
  const index = readSessionIndex(fs, sessionsDir, place.database);
  const threads = codexThreads(place.database, fs);
  for (const path of walkFiles(fs, sessionsDir, (name) => sessionOfFileName(name) !== undefined))
    if (!isMigrationCopy(path)) yield transcriptFile(path, place.agent, index, threads);
}

const agentDatabases = (path: string, fs: SourceFs): Generator<SourceFile> =>
  existing(fs, path, 'agent-database', (real) => databaseContext(real, fs));

const databaseContext = (database: string, fs: SourceFs): Json =>
  context({ app: APP, agent: agentOfPath(database) }, codexThreads(database, fs));

const transcriptFile = (
  path: string,
  agent: string,
  index: SessionIndex,
  threads: readonly string[],
): SourceFile => {
  const name = baseName(path);
  const around = surroundingsOf(sessionOfFileName(name) ?? name, agent, index);
  return { path, reader: 'transcript', context: context(around, threads) };
};

const context = (around: Surroundings, threads: readonly string[]): Json =>
  ({ ...around, ...(threads.length > 0 ? { codexThreads: threads } : {}) }) as Json;

/** Databases that the registry knows, which can lie outside the usual folder; paths are relative to the state folder. */
const registeredDatabases = (state: string, fs: SourceFs): readonly string[] =>
  fs.query(joinPath(state, 'state', 'openclaw.sqlite'), (db) => registered(db, state)) ?? [];

const registered = (db: SqlReader, state: string): string[] => {
  if (!db.tables().has('agent_databases')) return [];
  return [...db.rows('SELECT path FROM agent_databases')].flatMap((row) => {
    const path = textOf(row['path']);
    if (path === undefined || baseName(path) !== AGENT_DATABASE) return [];
    return [/^(?:[/\\]|[A-Za-z]:)/.test(path) ? path : joinPath(state, path)];
  });
};

const SQLITE_MAGIC = 'SQLite format 3\0';

/** One file that was named by hand. */
export const adoptFile = (path: string, fs: SourceFs): SourceFile => {
  if (new TextDecoder().decode(fs.read(path, SQLITE_MAGIC.length)) === SQLITE_MAGIC) {
    const isAgent = fs.query(path, (db) => db.tables().has('transcript_events')) ?? false;
    if (!isAgent) return { path, reader: 'state-database', context: null };
    return { path, reader: 'agent-database', context: databaseContext(path, fs) };
  }
  if (baseName(path) === 'jobs.json') return { path, reader: 'cron-jobs', context: null };
  const folder = folderOf(path);
  const database = joinPath(folderOf(folder), 'agent', AGENT_DATABASE);
  const index = readSessionIndex(fs, folder, database);
  return transcriptFile(path, agentOfPath(path), index, codexThreads(database, fs));
};
