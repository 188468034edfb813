import { baseName, folderOf, joinPath, textOf, walkFiles } from '../read/index.ts';
import type { Json, SourceFile, SourceFs, SqlReader } from '../source.ts';
import type { Surroundings } from '../transcript-family/index.ts';
import { AGENT_DATABASE, agentOfPath, isMigrationCopy, sessionOfFileName } from './file-names.ts';
import { expandHome } from './roots.ts';
import { APP, surroundingsOf } from './session-facts.ts';
import { readSessionIndex, type SessionIndex } from './session-index.ts';
import { sessionStoreOf } from './session-store.ts';

const MAX_CONFIG_BYTES = 4 * 1024 * 1024;
/** Codex threads of one agent whose mirror rows are dropped; rollouts beyond that are months old. */
const MAX_CODEX_THREADS = 2_000;

/** One agent's folders and database. */
interface AgentPlace {
  readonly agent: string;
  readonly sessionsDir: string;
  readonly database: string;
  readonly codexHome: string;
}

/** Everything below a state folder, and below those of the named profiles beside `~/.openclaw`. */
export function* discoverState(root: string, fs: SourceFs): Generator<SourceFile> {
  const seen = new Set<string>();
  for (const state of [root, ...profilesBeside(root, fs)]) {
    const real = fs.realpath(state);
    if (real === undefined || seen.has(real)) continue;
    seen.add(real);
    for (const file of filesOfState(real, fs)) {
      if (seen.has(file.path)) continue;
      seen.add(file.path);
      yield file;
    }
  }
}

const profilesBeside = (root: string, fs: SourceFs): readonly string[] => {
  if (baseName(root) !== '.openclaw') return [];
  const home = folderOf(root);
  const names = fs.list(home).filter(({ name, kind }) => kind === 'folder' && name.startsWith('.openclaw-'));
  return names.map(({ name }) => joinPath(home, name));
};

function* filesOfState(state: string, fs: SourceFs): Generator<SourceFile> {
  yield* existing(fs, joinPath(state, 'cron', 'jobs.json'), 'cron-jobs', null);
  yield* existing(fs, joinPath(state, 'state', 'openclaw.sqlite'), 'state-database', null);
  for (const place of agentPlaces(state, fs)) yield* filesOfAgent(place, fs);
  for (const path of registeredDatabases(state, fs))
    yield* existing(fs, path, 'agent-database', { app: APP, agent: agentOfPath(path) });
}

function* existing(fs: SourceFs, path: string, reader: string, context: Json): Generator<SourceFile> {
  const real = fs.realpath(path);
  if (real !== undefined && fs.stat(real)?.kind === 'file') yield { path: real, reader, context };
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

const placeOf = (state: string, agent: string, sessionsDir: string): AgentPlace => {
  const own = joinPath(state, 'agents', agent, 'agent');
  return {
    agent,
    sessionsDir,
    database: joinPath(own, AGENT_DATABASE),
    codexHome: joinPath(own, 'codex-home'),
  };
};

const configuredStore = (state: string, fs: SourceFs): string | undefined => {
  const bytes = fs.read(joinPath(state, 'openclaw.json'), MAX_CONFIG_BYTES);
  const store = bytes && sessionStoreOf(new TextDecoder().decode(bytes));
  return store === undefined ? undefined : expandHome(store, folderOf(state));
};

function* filesOfAgent(place: AgentPlace, fs: SourceFs): Generator<SourceFile> {
  const threads = codexThreads(place, fs);
  yield* existing(fs, place.database, 'agent-database', context({ app: APP, agent: place.agent }, threads));
  const sessionsDir = fs.realpath(place.sessionsDir);
  if (sessionsDir === undefined) return;
  const index = readSessionIndex(fs, sessionsDir, place.database);
  for (const path of walkFiles(fs, sessionsDir, (name) => sessionOfFileName(name) !== undefined))
    if (!isMigrationCopy(path)) yield transcriptFile(path, place.agent, index, threads);
}

const transcriptFile = (
  path: string,
  agent: string,
  index: SessionIndex,
  threads: readonly string[],
): SourceFile => {
  const entry = index.bySession.get(sessionOfFileName(baseName(path)) ?? '');
  const around = surroundingsOf(entry, agent, (key) => index.byKey.get(key));
  return { path, reader: 'transcript', context: context(around, threads) };
};

const context = (around: Surroundings, threads: readonly string[]): Json =>
  ({ ...around, ...(threads.length > 0 ? { codexThreads: threads } : {}) }) as Json;

/** Threads of Codex that ran below this agent: `…/rollout-<time>-<thread>.jsonl`. The Codex source reads them. */
const codexThreads = (place: AgentPlace, fs: SourceFs): readonly string[] => {
  const threads: string[] = [];
  for (const path of walkFiles(fs, joinPath(place.codexHome, 'sessions'), (name) =>
    name.startsWith('rollout-'),
  )) {
    const thread = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl/.exec(baseName(path))?.[1];
    if (thread !== undefined && threads.push(thread) >= MAX_CODEX_THREADS) break;
  }
  return threads;
};

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
  const agent = agentOfPath(path);
  if (new TextDecoder().decode(fs.read(path, SQLITE_MAGIC.length)) === SQLITE_MAGIC) {
    const isAgent = fs.query(path, (db) => db.tables().has('transcript_events')) ?? false;
    return { path, reader: isAgent ? 'agent-database' : 'state-database', context: { app: APP, agent } };
  }
  if (baseName(path) === 'jobs.json') return { path, reader: 'cron-jobs', context: null };
  const folder = folderOf(path);
  const index = readSessionIndex(fs, folder, joinPath(folderOf(folder), 'agent', AGENT_DATABASE));
  return transcriptFile(path, agent, index, []);
};
