import type { SourceFs } from '../source.ts';

/** Looks that are remembered of one file system; beyond it the oldest are taken again. */
const MAX_REMEMBERED = 20_000;

interface Remembered {
  readonly stamp: string;
  readonly found: unknown;
}

/** Lives and dies with the file system that it was learnt from, so that nothing is shared behind a caller's back. */
const memories = new WeakMap<SourceFs, Map<string, Remembered>>();

/**
 * What a look into a neighbouring file found, taken again only when the file's size or time has changed: discovery
 * comes round every half minute, and a conversation or a trace can be many megabytes long. `topic` tells several looks
 * into one file apart.
 */
export const rememberUntilChanged = <T>(fs: SourceFs, path: string, topic: string, look: () => T): T => {
  const stat = fs.stat(path);
  if (stat === undefined) return look();
  const memory = memories.get(fs) ?? new Map<string, Remembered>();
  memories.set(fs, memory);
  const key = `${topic}:${path}`;
  const stamp = `${stat.size}:${stat.modifiedAt}`;
  const known = memory.get(key);
  if (known?.stamp === stamp) return known.found as T;
  const found = look();
  memory.delete(key);
  memory.set(key, { stamp, found });
  const [oldest] = memory.keys();
  if (memory.size > MAX_REMEMBERED && oldest !== undefined) memory.delete(oldest);
  return found;
};
