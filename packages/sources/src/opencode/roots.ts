import { joinPath } from '../read/index.ts';
import type { SourceEnv } from '../source.ts';

/** OpenCode and its forks, which keep the same layout in folders of their own. */
export const APPS = ['opencode', 'kilo', 'mimocode'] as const;

/** `OPENCODE_DATA_DIR` replaces the folders; `OPENCODE_DB` names a database that may lie anywhere. */
export const rootsOf = (env: SourceEnv): readonly string[] => {
  const database = env.get('OPENCODE_DB');
  const moved = env.get('OPENCODE_DATA_DIR');
  const folders = moved === undefined ? dataFolders(env) : [moved];
  return [...(database === undefined ? [] : [database]), ...folders];
};

/** The XDG data folder on every platform, Windows and macOS too; some Windows builds use `%LOCALAPPDATA%`. */
const dataFolders = (env: SourceEnv): readonly string[] => {
  const bases = [env.get('XDG_DATA_HOME') ?? joinPath(env.home, '.local', 'share')];
  const local = env.platform === 'win32' ? env.get('LOCALAPPDATA') : undefined;
  if (local !== undefined) bases.push(local);
  return bases.flatMap((base) => APPS.map((app) => joinPath(base, app)));
};
