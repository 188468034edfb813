import type { FileFacts, Files } from '../files/files.ts';

/**
 * A file system that holds one file, under another path than it has: what is read of it, keys and issues, does not
 * depend on where it lay for a moment.
 */
export const shownAs = (files: Files, real: string, shown: string): Files => {
  const realOf = (path: string): string => {
    if (path === shown || path === real) return real;
    throw Object.assign(new Error('There is nothing else.'), { code: 'ENOENT' });
  };
  return {
    list: (folder) => files.list(realOf(folder)),
    stat: (path): FileFacts => files.stat(realOf(path)),
    realpath: realOf,
    open: (path) => files.open(realOf(path)),
  };
};
