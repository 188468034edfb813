import type { SourceFs } from '../source.ts';

/** Deepest folder that is entered below a root: agents nest a few levels, a loop nests for ever. */
const MAX_DEPTH = 12;
/** Most entries that one root may hold before discovery stops. */
const MAX_ENTRIES = 2_000_000;

/** All files below a folder whose name passes. A folder that leads back to itself is entered once. */
export function* walkFiles(fs: SourceFs, root: string, accept: (name: string) => boolean): Generator<string> {
  const seen = new Set<string>();
  const stack: { dir: string; depth: number }[] = [{ dir: root, depth: 0 }];
  let entries = 0;
  for (let top = stack.pop(); top; top = stack.pop()) {
    const real = fs.realpath(top.dir);
    if (real === undefined || seen.has(real)) continue;
    seen.add(real);
    for (const entry of fs.list(top.dir)) {
      if (++entries > MAX_ENTRIES) return;
      const path = joinPath(top.dir, entry.name);
      if (entry.kind === 'folder' && top.depth < MAX_DEPTH) stack.push({ dir: path, depth: top.depth + 1 });
      else if (entry.kind === 'file' && accept(entry.name)) yield path;
    }
  }
}

/** Joins with `/`, which every platform's file calls accept. */
export const joinPath = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .join('/')
    .replace(/([^:])\/{2,}/g, '$1/');

export const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
export const folderOf = (path: string): string =>
  path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'), 0));

/** A small JSON file of the neighbourhood (index, sidecar); undefined when missing, too large or not JSON. */
export const readJson = (fs: SourceFs, path: string, maxBytes: number): unknown => {
  const bytes = fs.read(path, maxBytes + 1);
  if (bytes === undefined || bytes.length > maxBytes) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};
