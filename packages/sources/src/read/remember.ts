import type { SourceFs } from '../source.ts';

/** Looks that are remembered; beyond it the oldest are taken again. */
const MAX_REMEMBERED = 20_000;

interface Remembered {
  readonly stamp: string;
  readonly found: unknown;
}

const memory = new Map<string, Remembered>();

/**
 * What a look into a neighbouring file found, taken again only when the file's size or time has changed: discovery
 * comes round every half minute, each time with a file system object of its own, and a conversation or a trace can be
 * many megabytes long. `topic` tells several looks into one file apart.
 */
export const rememberUntilChanged = <T>(fs: SourceFs, path: string, topic: string, look: () => T): T => {
  const stat = fs.stat(path);
  if (stat === undefined) return look();
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
