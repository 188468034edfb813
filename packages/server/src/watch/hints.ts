import type { FSWatcher } from 'chokidar';
import { MAX_HINTS } from './intervals.ts';

/** What the operating system says has changed since it was last asked. Only ever a hint: stats decide. */
export interface Hints {
  /** Paths that changed, or `'all'` when there were too many, or when hints cannot be had. */
  take(): ReadonlySet<string> | 'all';
  close(): Promise<void>;
}

/** Loaded when it is needed, so that an import does not pay for it. */
const loadChokidar = (): Promise<Pick<typeof import('chokidar'), 'watch'>> => import('chokidar');

/**
 * Hints for folders; `onHint` is called at each. Never fails: without hints, also where the watcher cannot be loaded,
 * every round looks at everything.
 */
export const hintsFor = async (
  folders: readonly string[],
  onHint: () => void,
  load = loadChokidar,
): Promise<Hints> => {
  const changed = new Set<string>();
  let blind = false;
  const fallBlind = (): void => {
    blind = true;
    onHint();
  };
  const watcher = await startWatcher(folders, fallBlind, load);
  watcher?.on('all', (_event, path) => {
    if (changed.size < MAX_HINTS) changed.add(path);
    onHint();
  });
  return {
    take: () => {
      const taken = blind || !watcher || changed.size >= MAX_HINTS ? 'all' : new Set(changed);
      changed.clear();
      return taken;
    },
    close: async () => watcher?.close(),
  };
};

/** Undefined when the watcher does not start. An error while it runs (no watches left: ENOSPC) closes it. */
const startWatcher = async (
  folders: readonly string[],
  onEnd: () => void,
  load: typeof loadChokidar,
): Promise<FSWatcher | undefined> => {
  try {
    const { watch } = await load();
    const watcher = watch([...folders], { ignoreInitial: true, ignorePermissionErrors: true });
    watcher.on('error', () => {
      onEnd();
      void watcher.close();
    });
    return watcher;
  } catch {
    return undefined;
  }
};
