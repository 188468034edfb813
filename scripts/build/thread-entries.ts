import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/** How the product's sources name the program of a thread; in the bundle it lies beside the chunks. */
const THREAD = /new URL\('(\.{1,2}\/[^']+)\.ts', import\.meta\.url\)/g;
/** How they name the built dashboard; in the bundle it is the folder `web`. */
const DASHBOARD = /new URL\('(?:\.{1,2}\/)+[^']*\bweb\/dist\/', import\.meta\.url\)/g;
const SOURCES = 'packages/*/src/**/*.ts';
const NOT_PRODUCT = /\.test(-kit)?\.ts$/;

/**
 * The entry points of the bundle's threads, by the name that they get in it: every program that a source names by
 * `new URL('./thread.ts', import.meta.url)`.
 */
export const threadEntries = (root: string): Readonly<Record<string, string>> => {
  const entries: Record<string, string> = {};
  for (const path of globSync(SOURCES, { cwd: root }).filter((name) => !NOT_PRODUCT.test(name)))
    for (const match of readFileSync(join(root, path), 'utf8').matchAll(THREAD)) {
      const entry = resolve(root, dirname(path), `${match[1]}.ts`);
      const name = basename(entry, '.ts');
      if ((entries[name] ?? entry) !== entry) throw new Error(`Two threads are called ${name}; rename one.`);
      entries[name] = entry;
    }
  return entries;
};

/** Lets the bundle find its threads and the dashboard where they lie in it. */
export const bundledAddresses: Plugin = {
  name: 'bundled-addresses',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]packages[\\/]\w+[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes('import.meta.url')) return undefined;
      const contents = source
        .replace(THREAD, (_all, name: string) => `new URL('./${basename(name)}.mjs', import.meta.url)`)
        .replace(DASHBOARD, "new URL('./web/', import.meta.url)");
      if (
        /import\.meta\.url/.test(
          contents.replace(/new URL\('\.\/[\w-]+(\.mjs|\/)', import\.meta\.url\)/g, ''),
        )
      )
        throw new Error(
          `${path} uses import.meta.url for something that is not in the bundle; mend scripts/build`,
        );
      return { contents, loader: 'ts' };
    });
  },
};
