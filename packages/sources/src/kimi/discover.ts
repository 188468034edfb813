import { defined, joinPath, walkFiles } from '../read/index.ts';
import type { SourceEnv, SourceFile, SourceFs } from '../source.ts';
import { configuredModel, projectsByHash, workDirOf } from './config.ts';

/** Kimi CLI and Kimi Code each have a home of their own. */
export const rootsOf = (env: SourceEnv): readonly string[] => [
  env.get('KIMI_CODE_HOME') ?? joinPath(env.home, '.kimi-code'),
  env.get('KIMI_SHARE_DIR') ?? joinPath(env.home, '.kimi'),
];

/** A root may be a home of either program or the folder that holds both. */
const homesOf = (root: string): readonly string[] => [
  root,
  joinPath(root, '.kimi'),
  joinPath(root, '.kimi-code'),
];

export const watchedFolders = (root: string): readonly string[] =>
  homesOf(root).map((home) => joinPath(home, 'sessions'));

export function* discoverWires(root: string, fs: SourceFs): Generator<SourceFile> {
  for (const home of homesOf(root)) {
    const sessions = joinPath(home, 'sessions');
    if (fs.stat(sessions)?.kind !== 'folder') continue;
    const describe = describer(fs, home);
    for (const path of walkFiles(fs, sessions, (name) => name === 'wire.jsonl')) yield describe(path);
  }
}

export const adoptWire = (path: string, fs: SourceFs): SourceFile => {
  const home = /^(.*)[/\\]sessions[/\\][^/\\]+[/\\][^/\\]+[/\\]/.exec(path)?.[1];
  return describer(fs, home ?? '')(path);
};

/** Looks at a home's neighbours once for all its files. */
const describer = (fs: SourceFs, home: string): ((path: string) => SourceFile) => {
  const projects = home === '' ? new Map<string, string>() : projectsByHash(fs, home);
  const model = home === '' ? undefined : configuredModel(fs, home);
  return (path) => {
    const { project, session, agent } = placeOf(path);
    const folder = /^(.*?[/\\]sessions[/\\][^/\\]+[/\\][^/\\]+)[/\\]/.exec(path)?.[1];
    return {
      path,
      reader: 'lines',
      context: defined({
        session,
        agent,
        model,
        project: (folder && workDirOf(fs, folder)) ?? projects.get(project ?? '') ?? project,
      }),
    };
  };
};

/**
 * `sessions/<md5 of the path>/<session>/[subagents/<id>/]wire.jsonl` (Kimi CLI) and
 * `sessions/wd_<…>/<session>/agents/<agent>/wire.jsonl` (Kimi Code), whose main agent is no subagent.
 */
const placeOf = (path: string): Partial<Record<'project' | 'session' | 'agent', string>> => {
  const parts = path.split(/[/\\]/);
  const inside = parts.slice(parts.lastIndexOf('sessions') + 1, -1);
  const [project, session, kind, id] = parts.includes('sessions') ? inside : [undefined, parts.at(-2)];
  const agent = kind === 'subagents' || (kind === 'agents' && id !== 'main') ? id : undefined;
  return defined({ project, session, agent }) as Partial<Record<'project' | 'session' | 'agent', string>>;
};
