import { baseName, folderOf, joinPath, readJson } from '../read/index.ts';
import type { Json, SourceFile, SourceFs } from '../source.ts';
import { sessionContextOf } from './message-file.ts';
import { APPS } from './roots.ts';

const DATABASE = new RegExp(`^(?:${APPS.join('|')})(?:-[\\w.-]+)?\\.db$`);
const MAX_SESSION_BYTES = 4 * 1024 * 1024;

/** The databases and, from before them, one file a message. A root can also be one database (`OPENCODE_DB`). */
export function* discoverData(root: string, fs: SourceFs): Generator<SourceFile> {
  const real = fs.realpath(root);
  if (real === undefined) return;
  if (fs.stat(real)?.kind === 'file') {
    yield { path: real, reader: 'database', context: null };
    return;
  }
  for (const { name, kind } of fs.list(real))
    if (kind === 'file' && DATABASE.test(name))
      yield { path: joinPath(real, name), reader: 'database', context: null };
  yield* messageFiles(real, fs);
}

function* messageFiles(root: string, fs: SourceFs): Generator<SourceFile> {
  const messages = joinPath(root, 'storage', 'message');
  const folders = fs.list(messages).filter(({ kind }) => kind === 'folder');
  if (folders.length === 0) return;
  const sessions = sessionFiles(root, fs);
  for (const { name: session } of folders) {
    const context = contextOf(appOfFolder(root), session, sessions.get(session), fs);
    for (const { name, kind } of fs.list(joinPath(messages, session)))
      if (kind === 'file' && name.endsWith('.json'))
        yield { path: joinPath(messages, session, name), reader: 'message', context };
  }
}

/** Session files lie in a folder a project, so they are listed once. */
const sessionFiles = (root: string, fs: SourceFs): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  const sessions = joinPath(root, 'storage', 'session');
  for (const { name: project, kind } of fs.list(sessions)) {
    if (kind !== 'folder') continue;
    for (const { name } of fs.list(joinPath(sessions, project)))
      if (name.endsWith('.json'))
        files.set(name.slice(0, -'.json'.length), joinPath(sessions, project, name));
  }
  return files;
};

const contextOf = (app: string, session: string, path: string | undefined, fs: SourceFs): Json =>
  sessionContextOf(app, session, path === undefined ? undefined : readJson(fs, path, MAX_SESSION_BYTES));

const appOfFolder = (root: string): string =>
  APPS.find((app) => baseName(root).startsWith(app)) ?? 'opencode';

const SQLITE_MAGIC = 'SQLite format 3\0';

/** One file that was named by hand: a database, or a message below its `storage` folder. */
export const adoptFile = (path: string, fs: SourceFs): SourceFile => {
  const isDatabase = new TextDecoder().decode(fs.read(path, SQLITE_MAGIC.length)) === SQLITE_MAGIC;
  if (isDatabase) return { path, reader: 'database', context: null };
  const folder = folderOf(path);
  const root = folderOf(folderOf(folderOf(folder)));
  const session = baseName(folder);
  const context = contextOf(appOfFolder(root), session, sessionFiles(root, fs).get(session), fs);
  return { path, reader: 'message', context };
};
