import type { FSWatcher } from 'chokidar';
import { MAX_HINTS } from './intervals.ts';

/** What the operating system says has changed since it was last asked. Only ever a hint: stats decide. */
export interface Hints {
  /** Paths that changed, or `'all'` when there were too many, or when hints cannot be had. */
  take(): ReadonlySet<string> | 'all';
  close(): Promise<void>;
}

/** Hints for folders; `onHint` is called at each. Never fails: without hints every round looks at everything. */
export const hintsFor = async (folders: readonly string[], onHint: () => void): Promise<Hints> => {
  const changed = new Set<string>();
  let blind = false;
  const fallBlind = (): void => {
    blind = true;
    onHint();
  };
  const watcher = await startWatcher(folders, fallBlind);
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
): Promise<FSWatcher | undefined> => {
  try {
    // Loaded here only, so that an import does not pay for it.
    const { watch } = await import('chokidar');
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
