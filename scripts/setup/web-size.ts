import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WEB_DIST } from './web-app.ts';

export interface WebSize {
  /** Every script of the build, bytes of gzip. */
  readonly allJs: number;
  /** What the browser loads before it shows anything: the page and what it names, bytes of gzip. */
  readonly firstView: number;
  /** What is loaded later, each file by itself, bytes of gzip. */
  readonly later: readonly { readonly file: string; readonly bytes: number }[];
}

/** Measures the build that lies in packages/web/dist. */
export const measureWebApp = (): WebSize => {
  const page = readFileSync(join(WEB_DIST, 'index.html'), 'utf8');
  const files = readdirSync(join(WEB_DIST, 'assets')).filter((name) => /\.(js|css)$/.test(name));
  const later = files.filter((name) => !page.includes(`/assets/${name}"`));
  return {
    allJs: sum(files.filter((name) => name.endsWith('.js')).map(asset)),
    firstView: sum(['index.html', ...files.filter((name) => !later.includes(name)).map(asset)]),
    later: later.map((file) => ({ file, bytes: sum([asset(file)]) })),
  };
};

const asset = (name: string): string => `assets/${name}`;

const sum = (files: readonly string[]): number =>
  files.reduce((bytes, file) => bytes + statSync(join(WEB_DIST, `${file}.gz`)).size, 0);
