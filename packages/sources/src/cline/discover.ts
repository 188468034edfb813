import { baseName, defined, folderOf, joinPath, readJson, textOf, valueAt } from '../read/index.ts';
import type { SourceFile, SourceFs } from '../source.ts';
import { appOfPath, EXTENSIONS } from './apps.ts';
import { type TaskNamesOf, taskNames } from './sidecar.ts';

const MAX_SESSION_INDEX_BYTES = 8 * 1024 * 1024;

/** Where `tasks/` and `sessions/` may lie: the root itself, or one of the folders around it that people name. */
const homesOf = (root: string): readonly string[] => [
  root,
  joinPath(root, 'data'),
  joinPath(root, '.cline', 'data'),
  ...EXTENSIONS.flatMap(([extension]) => [
    joinPath(root, extension),
    joinPath(root, 'globalStorage', extension),
  ]),
];

/** An extension's storage and the CLI's data folder hold much else; other roots are watched whole. */
export const watchedFolders = (root: string): readonly string[] =>
  baseName(root) === 'data' || EXTENSIONS.some(([extension]) => baseName(root) === extension)
    ? [joinPath(root, 'tasks'), joinPath(root, 'sessions')]
    : [root];

export function* discoverFiles(root: string, fs: SourceFs): Generator<SourceFile> {
  for (const home of homesOf(root)) {
    yield* tasksOf(fs, home);
    yield* sessionsOf(fs, joinPath(home, 'sessions'));
  }
  // `CLINE_SESSION_DATA_DIR` is the folder of the sessions itself.
  yield* sessionsOf(fs, root);
}

function* tasksOf(fs: SourceFs, storage: string): Generator<SourceFile> {
  const folders = fs.list(joinPath(storage, 'tasks')).filter((entry) => entry.kind === 'folder');
  if (folders.length === 0) return;
  const namesOf = taskNames(fs, storage);
  for (const { name } of folders) {
    const path = joinPath(storage, 'tasks', name, 'ui_messages.json');
    if (fs.stat(path)?.kind === 'file') yield taskFile(path, name, namesOf);
  }
}

const taskFile = (path: string, task: string, namesOf: TaskNamesOf): SourceFile => ({
  path,
  reader: 'task',
  context: defined({ task, app: appOfPath(path), ...namesOf(task) }),
});

function* sessionsOf(fs: SourceFs, sessions: string): Generator<SourceFile> {
  for (const folder of fs.list(sessions)) {
    if (folder.kind !== 'folder') continue;
    for (const entry of fs.list(joinPath(sessions, folder.name)))
      if (entry.kind === 'file' && entry.name.endsWith('.messages.json'))
        yield sessionFile(joinPath(sessions, folder.name, entry.name), fs);
  }
}

/** The session's index holds prompts, too: only its folder of work is taken. */
const sessionFile = (path: string, fs: SourceFs): SourceFile => {
  const session = baseName(folderOf(path));
  const index = readJson(fs, joinPath(folderOf(path), `${session}.json`), MAX_SESSION_INDEX_BYTES);
  return { path, reader: 'session', context: defined({ session, project: textOf(valueAt(index, 'cwd')) }) };
};

export const adoptFile = (path: string, fs: SourceFs): SourceFile => {
  if (isSessionName(path) || !startsAsArray(path, fs)) return sessionFile(path, fs);
  const folder = folderOf(path);
  return taskFile(path, baseName(folder), taskNames(fs, folderOf(folderOf(folder))));
};

const isSessionName = (path: string): boolean => path.endsWith('.messages.json');

const startsAsArray = (path: string, fs: SourceFs): boolean =>
  new TextDecoder()
    .decode(fs.read(path, 64) ?? new Uint8Array())
    .trimStart()
    .startsWith('[');
