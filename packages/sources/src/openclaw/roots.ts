import { joinPath } from '../read/index.ts';
import type { SourceEnv, SourceFs } from '../source.ts';

/**
 * The program was called Clawdbot, Moltbot and Moldbot before; old installs may link the names to each other. The last
 * is the profile of `--dev`.
 */
const FOLDER_NAMES = ['.openclaw', '.clawdbot', '.moltbot', '.moldbot', '.openclaw-dev'] as const;
/** OpenClaw itself takes these texts for "not set". */
const UNSET = /^\s*(?:undefined|null)?\s*$/;

/** State folders; named profiles (`~/.openclaw-<name>`) are found by looking. */
export const rootsOf = (env: SourceEnv, fs?: SourceFs): readonly string[] => {
  const home = homeOf(env);
  const moved = env.get('OPENCLAW_STATE_DIR') ?? env.get('CLAWDBOT_STATE_DIR');
  if (moved !== undefined) return [expandHome(moved, home)];
  const profile = env.get('OPENCLAW_PROFILE');
  if (profile !== undefined && profile !== 'default') return [joinPath(home, `.openclaw-${profile}`)];
  const profiles =
    fs?.list(home).filter(({ name, kind }) => kind === 'folder' && name.startsWith('.openclaw-')) ?? [];
  return [...new Set([...FOLDER_NAMES, ...profiles.map(({ name }) => name)])].map((name) =>
    joinPath(home, name),
  );
};

const homeOf = (env: SourceEnv): string => {
  const moved = env.get('OPENCLAW_HOME') ?? '';
  return UNSET.test(moved) ? env.home : expandHome(moved, env.home);
};

/** `~` and `~/…` as a shell would expand them. */
export const expandHome = (path: string, home: string): string => path.replace(/^~(?=$|[/\\])/, () => home);
