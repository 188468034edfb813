import { baseName, joinPath, walkFiles } from '../read/index.ts';
import type { SourceEnv, SourceFile, SourceFs } from '../source.ts';
import type { Surroundings } from '../transcript-family/index.ts';

/** `PI_CODING_AGENT_DIR` moves pi's folder; OMP keeps its own. */
export const rootsOf = (env: SourceEnv): readonly string[] => {
  const moved = env.get('PI_CODING_AGENT_DIR');
  if (moved !== undefined) return [moved.replace(/^~(?=$|[/\\])/, env.home)];
  return [joinPath(env.home, '.pi', 'agent'), joinPath(env.home, '.omp', 'agent')];
};

/** Every session file, `sessions/--<folder>--/<time>_<id>.jsonl`. */
export function* discoverSessions(root: string, fs: SourceFs): Generator<SourceFile> {
  const real = fs.realpath(joinPath(root, 'sessions'));
  if (real === undefined) return;
  for (const path of walkFiles(fs, real, (name) => /\.jsonl(?:\.zst)?$/.test(name)))
    yield { path, reader: 'session', context: null };
}

/** OMP is told by its folder only: it writes the same lines. Files are named `<time>_<session>.jsonl`. */
export const surroundingsOfPath = (path: string): Surroundings => ({
  app: /[/\\]\.omp[/\\]/.test(path) ? 'omp' : 'pi',
  session: baseName(path)
    .replace(/\.jsonl(?:\.zst)?$/, '')
    .replace(/^\d{4}-\d{2}-\d{2}T[\d-]+Z_/, ''),
});
