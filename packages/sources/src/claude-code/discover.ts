import { baseName, folderOf, joinPath, readJson, textOf, valueAt, walkFiles } from '../read/index.ts';
import type { SourceEnv, SourceFile, SourceFs } from '../source.ts';
import type { SubagentContext } from './attribution.ts';

/** Largest `agent-….meta.json` that is read; they have a few hundred bytes. */
const MAX_META_BYTES = 64 * 1024;

/** Folders that hold `projects/` (or, in the desktop app's case, several such folders somewhere below). */
export const roots = (env: SourceEnv): readonly string[] => {
  const named = env.get('CLAUDE_CONFIG_DIR');
  if (named !== undefined) {
    return named
      .split(',')
      .map((dir) => dir.trim())
      .filter((dir) => dir !== '')
      .map((dir) => (dir.startsWith('~/') ? joinPath(env.home, dir.slice(2)) : dir));
  }
  const config = env.get('XDG_CONFIG_HOME') ?? joinPath(env.home, '.config');
  return [
    joinPath(env.home, '.claude'),
    joinPath(config, 'claude'),
    ...desktopRoots(env, config),
    joinPath(env.home, '.cc-mirror'),
  ];
};

/** The desktop app keeps a configuration folder of this program for each of its sessions. */
const desktopRoots = (env: SourceEnv, config: string): readonly string[] => {
  const app = desktopFolder(env, config);
  return [joinPath(app, 'local-agent-mode-sessions'), joinPath(app, 'claude-code-sessions')];
};

const desktopFolder = (env: SourceEnv, config: string): string => {
  if (env.platform === 'darwin') return joinPath(env.home, 'Library/Application Support/Claude');
  if (env.platform === 'win32')
    return joinPath(env.get('APPDATA') ?? joinPath(env.home, 'AppData/Roaming'), 'Claude');
  return joinPath(config, 'Claude');
};

export function* discover(root: string, fs: SourceFs): Generator<SourceFile> {
  for (const folder of transcriptFolders(root, fs)) {
    for (const path of walkFiles(fs, folder.path, isTranscript)) {
      if (folder.accept(path)) yield transcript(path, fs);
    }
  }
}

/** Folders of a configuration folder that hold transcripts. */
export const TRANSCRIPT_FOLDERS = ['projects', 'transcripts'] as const;

interface TranscriptFolder {
  readonly path: string;
  accept(path: string): boolean;
}

const transcriptFolders = (root: string, fs: SourceFs): readonly TranscriptFolder[] => {
  const direct = TRANSCRIPT_FOLDERS.map((name) => joinPath(root, name)).filter(
    (path) => fs.stat(path)?.kind === 'folder',
  );
  if (direct.length > 0) return direct.map((path) => ({ path, accept: () => true }));
  // A folder of such folders, or `projects` itself named by hand: only what lies below a `projects` counts.
  return [{ path: root, accept: (path) => /[\\/]projects[\\/]/.test(path) }];
};

/** `journal.jsonl` of a workflow's agents repeats their transcripts. */
const isTranscript = (name: string): boolean => name.endsWith('.jsonl') && name !== 'journal.jsonl';

export const transcript = (path: string, fs: SourceFs): SourceFile => ({
  path,
  reader: 'transcript',
  context: isSubagent(path) ? { ...subagentContext(path, fs) } : null,
});

/** Below `<session>/subagents/`, or, from older builds, beside the sessions. */
const isSubagent = (path: string): boolean =>
  /^agent-/.test(baseName(path)) || /[\\/]subagents[\\/]/.test(path);

/** Names from the sidecar. Its `description` is prose and stays unread. */
const subagentContext = (path: string, fs: SourceFs): SubagentContext => {
  const meta = readJson(fs, path.replace(/\.jsonl$/, '.meta.json'), MAX_META_BYTES);
  const agent = textOf(valueAt(meta, 'agentType'));
  const parentId = textOf(valueAt(meta, 'parentAgentId'));
  const parentMeta =
    parentId === undefined || !/^[\w-]+$/.test(parentId)
      ? undefined
      : readJson(fs, joinPath(folderOf(path), `agent-${parentId}.meta.json`), MAX_META_BYTES);
  const parentAgent = textOf(valueAt(parentMeta, 'agentType'));
  return { ...(agent ? { agent } : {}), ...(parentAgent ? { parentAgent } : {}) };
};
