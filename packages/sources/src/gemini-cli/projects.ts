import { createHash } from 'node:crypto';
import { isRecord, joinPath, readJson, textOf, valueAt } from '../read/index.ts';
import type { SourceFs } from '../source.ts';

const MAX_MAP_BYTES = 4 * 1024 * 1024;
const MAX_PATH_BYTES = 4096;

/** Tells which folder of work a folder below `tmp/` stands for; the chats themselves do not say. */
export type ProjectOf = (folder: string) => string;

/**
 * In this order: the folder's own `.project_root`; `projects.json` (path → slug); the sha-256 of a known path, which
 * older versions named folders by. What none of them knows keeps the folder's name, so that it stays apart.
 */
export const projectsOf = (fs: SourceFs, home: string): ProjectOf => {
  const known = new Map<string, string>();
  const projects = valueAt(readJson(fs, joinPath(home, 'projects.json'), MAX_MAP_BYTES), 'projects');
  for (const [path, slug] of Object.entries(isRecord(projects) ? projects : {})) {
    known.set(createHash('sha256').update(path).digest('hex'), path);
    if (typeof slug === 'string') known.set(slug, path);
  }
  return (folder) => rootFileOf(fs, joinPath(home, 'tmp', folder)) ?? known.get(folder) ?? folder;
};

const rootFileOf = (fs: SourceFs, dir: string): string | undefined => {
  const bytes = fs.read(joinPath(dir, '.project_root'), MAX_PATH_BYTES);
  return bytes && textOf(new TextDecoder().decode(bytes));
};
