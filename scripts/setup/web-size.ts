import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WEB_DIST } from './web-app.ts';

/** A part of Vite's manifest: a file of the build and what it loads at once. */
interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

export interface WebSize {
  /** Every script of the build, bytes of gzip. */
  readonly allJs: number;
  /** What the overview loads before it shows anything: the page, its scripts and styles, bytes of gzip. */
  readonly firstView: number;
  /** What each other part adds when it is first opened, bytes of gzip. */
  readonly pages: readonly { readonly name: string; readonly bytes: number }[];
}

const ENTRY = 'index.html';
/** The page at `/`. */
const FIRST_PAGE = /(^|\/)pages\/overview\//;

/** Measures the build that lies in packages/web/dist. */
export const measureWebApp = (): WebSize => {
  const manifest = JSON.parse(readFileSync(join(WEB_DIST, '.vite/manifest.json'), 'utf8')) as Manifest;
  const atOnce = filesOf(manifest, ENTRY);
  const parts = Object.keys(manifest).filter((name) => manifest[name]?.isDynamicEntry);
  const first = new Set([
    ...atOnce,
    ...parts.filter((name) => FIRST_PAGE.test(name)).flatMap((name) => [...filesOf(manifest, name)]),
  ]);
  return {
    allJs: sum(
      readdirSync(join(WEB_DIST, 'assets'))
        .filter((name) => name.endsWith('.js'))
        .map((name) => `assets/${name}`),
    ),
    firstView: sum([ENTRY, ...first]),
    pages: parts
      .filter((name) => !FIRST_PAGE.test(name))
      .map((name) => ({ name, bytes: sum([...filesOf(manifest, name)].filter((file) => !first.has(file))) })),
  };
};

/** The files that a part needs before it can run: itself, its styles, and what it imports. */
const filesOf = (manifest: Manifest, name: string, seen = new Set<string>()): Set<string> => {
  const chunk = manifest[name];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, seen);
  return seen;
};

const sum = (files: readonly string[]): number =>
  files.reduce((bytes, file) => bytes + statSync(join(WEB_DIST, `${file}.gz`)).size, 0);
