import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const web = join(root, 'packages/web');
export const WEB_DIST = join(web, 'dist');
/** Lies in the build itself: whoever removes the build removes the stamp. */
const STAMP = '.vite/inputs.sha256';

/** Everything that the build reads. Dependencies are as the lock file says. */
const INPUTS = [
  'package-lock.json',
  'tsconfig.base.json',
  'packages/web',
  'packages/api/package.json',
  'packages/api/src',
  'packages/core/package.json',
  'packages/core/src',
];
const NOT_READ = /(^|\/)(dist|node_modules|\.[^/]+)$|\.test(-kit)?\.tsx?$/;

const BROKEN =
  'The dashboard could not be built (the reason is above). Mend it under packages/web and run the command again.';

export type Ensured = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Builds the dashboard when its inputs changed since the last build (2 s), else only reads them (30 ms). */
export const ensureWebApp = (): Ensured => {
  const inputs = hashOf(INPUTS);
  if (isBuiltFrom(inputs)) return { ok: true };
  console.error('Building the dashboard (its sources changed) …');
  const aside = join(web, `.dist-${process.pid}`);
  try {
    const built = runVite(aside);
    if (built.status !== 0) return { ok: false, message: `${built.stderr.trim()}\n\n${BROKEN}` };
    writeFileSync(join(aside, STAMP), inputs);
    moveIntoPlace(aside, inputs);
    return { ok: true };
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
};

const isBuiltFrom = (inputs: string): boolean => {
  const stamp = join(WEB_DIST, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs;
};

/** In a process of its own, since the test runner's NODE_ENV would give React's development build. */
const runVite = (outDir: string) =>
  spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--outDir',
      outDir,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    { cwd: web, env: { ...process.env, NODE_ENV: 'production' }, encoding: 'utf8' },
  );

/** A build that is cut short leaves the last one as it was; of two at the same time either will do. */
const moveIntoPlace = (aside: string, inputs: string): void => {
  rmSync(WEB_DIST, { recursive: true, force: true });
  try {
    renameSync(aside, WEB_DIST);
  } catch (error) {
    if (!isBuiltFrom(inputs)) throw error;
  }
};

const hashOf = (paths: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((input) => filesUnder(input)).sort())
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
};

/** Paths from the root, with `/` on every platform. */
const filesUnder = (path: string): string[] => {
  if (/\.json$/.test(path)) return [path];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${path}/${entry.name}`;
    if (NOT_READ.test(inside)) return [];
    return entry.isDirectory() ? filesUnder(inside) : [inside];
  });
};
