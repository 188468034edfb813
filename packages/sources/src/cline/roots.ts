import { joinPath } from '../read/index.ts';
import type { SourceEnv } from '../source.ts';
import { EXTENSIONS } from './apps.ts';

const EDITORS = ['Code', 'Code - Insiders', 'VSCodium', 'Cursor', 'Windsurf'] as const;
const REMOTE_SERVERS = [
  '.vscode-server',
  '.vscode-server-insiders',
  '.cursor-server',
  '.windsurf-server',
] as const;

/** The CLI's folder first, then each extension's in each editor. */
export const rootsOf = (env: SourceEnv): readonly string[] => [
  cliRoot(env),
  ...userFolders(env).flatMap((user) =>
    EXTENSIONS.map(([extension]) => joinPath(user, 'globalStorage', extension)),
  ),
];

const cliRoot = (env: SourceEnv): string => {
  const home = env.get('CLINE_DIR') ?? joinPath(env.home, '.cline');
  return env.get('CLINE_SESSION_DATA_DIR') ?? env.get('CLINE_DATA_DIR') ?? joinPath(home, 'data');
};

const userFolders = (env: SourceEnv): readonly string[] => [
  ...EDITORS.map((editor) => joinPath(configFolder(env), editor, 'User')),
  ...REMOTE_SERVERS.map((server) => joinPath(env.home, server, 'data', 'User')),
];

const configFolder = (env: SourceEnv): string => {
  if (env.platform === 'darwin') return joinPath(env.home, 'Library', 'Application Support');
  if (env.platform === 'win32') return env.get('APPDATA') ?? joinPath(env.home, 'AppData', 'Roaming');
  return env.get('XDG_CONFIG_HOME') ?? joinPath(env.home, '.config');
};
