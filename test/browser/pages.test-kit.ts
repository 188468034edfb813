import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const NAVIGATION = join(import.meta.dirname, '../../packages/web/src/shell/pages.ts');

export interface PageEntry {
  readonly path: string;
  readonly name: string;
  /** After `g`: goes there. */
  readonly key: string;
  /** Under which it stands. */
  readonly group: string;
}

/** The pages of the navigation, read from where they are listed, so that none is forgotten here. */
export const PAGES: readonly PageEntry[] = [
  ...readFileSync(NAVIGATION, 'utf8').matchAll(
    /path: '([^']+)',\s+name: '([^']+)',\s+key: '([^']+)',\s+group: '([^']+)'/g,
  ),
].map(([, path = '', name = '', key = '', group = '']) => ({ path, name, key, group }));
