import { baseName, joinPath, walkFiles } from '../read/index.ts';
import type { SourceEnv, SourceFile, SourceFs } from '../source.ts';
import type { Lineage } from './token-count.ts';

export const roots = (env: SourceEnv, fs?: SourceFs): readonly string[] => {
  const named = env.get('CODEX_HOME');
  if (named !== undefined) return [named.startsWith('~/') ? joinPath(env.home, named.slice(2)) : named];
  return [joinPath(env.home, '.codex'), ...(fs ? homesInOpenClaw(env, fs) : [])];
};

/** OpenClaw runs Codex with a home of its own for each agent; only Codex's rollouts have all of those calls. */
const homesInOpenClaw = (env: SourceEnv, fs: SourceFs): string[] => {
  const agents = joinPath(env.get('OPENCLAW_STATE_DIR') ?? joinPath(env.home, '.openclaw'), 'agents');
  return fs
    .list(agents)
    .map((agent) => joinPath(agents, agent.name, 'agent', 'codex-home'))
    .filter((home) => fs.stat(home)?.kind === 'folder');
};

/** Folders of a Codex home that hold rollouts. */
export const ROLLOUT_FOLDERS = ['sessions', 'archived_sessions'] as const;

/** How much of a rollout is looked at for its ancestry: the ids stand at the beginning of its first line. */
const PEEK_BYTES = 4096;

interface Peek {
  readonly path: string;
  readonly thread: string | undefined;
  readonly forkedFrom: string | undefined;
}

export function* discover(root: string, fs: SourceFs): Generator<SourceFile> {
  const peeks: Peek[] = [];
  for (const folder of ROLLOUT_FOLDERS) {
    for (const path of walkFiles(fs, joinPath(root, folder), isRollout)) peeks.push(peekAt(path, fs));
  }
  const threads = new Set(peeks.flatMap(({ thread }) => thread ?? []));
  const forks = forksByParent(peeks);
  for (const peek of peeks) {
    const siblings = forks.get(peek.forkedFrom)?.size ?? 0;
    yield rollout(peek.path, lineageOf(peek, threads, siblings));
  }
}

const isRollout = (name: string): boolean => name.endsWith('.jsonl') || name.endsWith('.jsonl.zst');

const peekAt = (path: string, fs: SourceFs): Peek => {
  const head = new TextDecoder().decode(fs.read(path, PEEK_BYTES) ?? new Uint8Array());
  return {
    path,
    thread: /"id":"([^"\\]{1,128})"/.exec(head)?.[1] ?? /([0-9a-f-]{36})\.jsonl/.exec(baseName(path))?.[1],
    forkedFrom: /"forked_from_id":"([^"\\]{1,128})"/.exec(head)?.[1],
  };
};

/** Parent → its forks (as a set, since an archived file may still stand in both folders). */
const forksByParent = (peeks: readonly Peek[]): Map<string | undefined, Set<string | undefined>> => {
  const forks = new Map<string | undefined, Set<string | undefined>>();
  for (const { thread, forkedFrom } of peeks) {
    if (forkedFrom === undefined) continue;
    forks.set(forkedFrom, (forks.get(forkedFrom) ?? new Set()).add(thread));
  }
  return forks;
};

const lineageOf = (peek: Peek, threads: ReadonlySet<string>, siblings: number): Lineage => {
  if (peek.forkedFrom === undefined || threads.has(peek.forkedFrom)) return 'found';
  return siblings > 1 ? 'siblings' : 'missing';
};

const rollout = (path: string, parent: Lineage): SourceFile => ({
  path,
  reader: 'rollout',
  context: { parent },
});

/** A file named by hand stands alone: whether its parent was imported, nobody knows. */
export const adopt = (path: string, fs: SourceFs): SourceFile => {
  const head = new TextDecoder().decode(fs.read(path, PEEK_BYTES) ?? new Uint8Array());
  if (/^\s*\{"type":"(thread|turn|item)\./.test(head)) return { path, reader: 'exec', context: null };
  return rollout(path, 'missing');
};
