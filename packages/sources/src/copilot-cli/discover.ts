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
import type { Json, SourceEnv, SourceFile, SourceFs } from '../source.ts';
import { isCopilotSpan } from './otel.ts';
import {
  NO_WITNESSES,
  type TracedSessions,
  UNKNOWN_TRACES,
  type Witnesses,
  witnessesOf,
} from './witnesses.ts';

const MAX_WORKSPACE_BYTES = 64 * 1024;
const MAX_HEAD_BYTES = 64 * 1024;

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
 * log. They have no key in common, so which one speaks is settled here. The others are found as well, with a context
 * that keeps them silent: a file that is merely left out would be picked up by whoever names the whole folder.
 */
export function* discoverFiles(root: string, fs: SourceFs): Generator<SourceFile> {
  for (const home of homesOf(root)) {
    const witnesses = witnessesOf(fs, home);
    if (witnesses.store !== undefined) yield witnesses.store;
    for (const path of witnesses.traces.keys()) yield otelFile(path, witnesses);
    for (const path of sessionLogs(fs, home)) yield sessionFile(path, fs, witnesses);
  }
}

function* sessionLogs(fs: SourceFs, home: string): Generator<string> {
  const folder = joinPath(home, 'session-state');
  for (const entry of fs.list(folder)) {
    const path = joinPath(folder, entry.name);
    if (entry.kind === 'file' && entry.name.endsWith('.jsonl')) yield path;
    const events = joinPath(path, 'events.jsonl');
    if (entry.kind === 'folder' && fs.stat(events)?.kind === 'file') yield events;
  }
}

const otelFile = (path: string, { stored, traces }: Witnesses): SourceFile => ({
  path,
  reader: 'otel',
  context: { covered: coveredOf(traces.get(path) ?? UNKNOWN_TRACES, stored) },
});

/** The sessions of a trace that the store tells; one word where these are all, since the list would grow for ever. */
const coveredOf = ({ sessions, isWhole }: TracedSessions, stored: Witnesses['stored']): Json => {
  if (stored === undefined) return 'all';
  const covered = [...(isWhole ? sessions : stored)].filter((id) => stored.has(id));
  return isWhole && sessions.size > 0 && covered.length === sessions.size ? 'all' : covered.sort();
};

const sessionFile = (path: string, fs: SourceFs, witnesses: Witnesses): SourceFile => {
  const isFlat = baseName(path) !== 'events.jsonl';
  const session = isFlat ? baseName(path).replace(/\.jsonl$/, '') : baseName(folderOf(path));
  const told = isTold(fs, path, session, witnesses);
  return {
    path,
    reader: 'session',
    context: defined({
      session,
      told: told ? true : undefined,
      ...(isFlat ? {} : workspaceOf(fs, folderOf(path))),
    }),
  };
};

/** By the folder's name, or by the id in the file's first line where that differs. */
const isTold = (fs: SourceFs, path: string, session: string, { stored, traces }: Witnesses): boolean => {
  if (stored === undefined) return true;
  const isKnown = (id: string): boolean =>
    stored.has(id) || [...traces.values()].some((trace) => trace.sessions.has(id));
  if (stored.size === 0 && traces.size === 0) return false;
  if (isKnown(session)) return true;
  const id = textOf(valueAt(valueAt(firstLineOf(fs, path), 'data'), 'sessionId'));
  return id !== undefined && isKnown(id);
};

const firstLineOf = (fs: SourceFs, path: string): unknown => {
  const head = fs.read(path, MAX_HEAD_BYTES);
  const end = head?.indexOf(0x0a) ?? -1;
  return head === undefined || end === -1 ? undefined : parseLine(head, 0, end);
};

/** A file named by hand: the other witnesses are looked for where it lies as the program put it. */
export const adoptFile = (path: string, fs: SourceFs): SourceFile => {
  if (path.endsWith('.db')) return { path, reader: 'store', context: {} };
  const home = /^(.*)[/\\](?:session-state|otel)[/\\]/.exec(path)?.[1];
  const witnesses = home === undefined ? NO_WITNESSES : witnessesOf(fs, home);
  if (isCopilotSpan(firstLineOf(fs, path))) return otelFile(path, witnesses);
  return sessionFile(path, fs, witnesses);
};

/** `workspace.yaml` is flat `key: value` lines; a session's name and summary stand there too and are left alone. */
const workspaceOf = (fs: SourceFs, folder: string) => {
  const bytes = fs.read(joinPath(folder, 'workspace.yaml'), MAX_WORKSPACE_BYTES);
  const text = bytes === undefined ? '' : asBuffer(bytes).toString('utf8');
  const value = (key: string) => textOf(new RegExp(`^${key}:[ \\t]*["']?([^"'\\n]+)`, 'm').exec(text)?.[1]);
  return { project: value('cwd'), branch: value('branch') };
};
