// Bundles the SDK to packages/sdk/dist: two entries that share their state, types beside them, nothing left to install.
// `npm pack` in packages/sdk runs this first.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildResult, build } from 'esbuild';

/** Bundles the entries, and what of core they use, to a folder. A module of Node in them would be an error. */
export const bundleSdk = (outdir: string): Promise<BuildResult<{ metafile: true }>> =>
  build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ['src/index.ts', 'src/vercel.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'shared-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    metafile: true,
    logLevel: 'warning',
  });

if (import.meta.main) {
  const dist = join(import.meta.dirname, 'dist');
  rmSync(dist, { recursive: true, force: true });
  await bundleSdk(dist);
  const root = join(import.meta.dirname, '../..');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [tsc, '--build', 'packages/core'], { cwd: root, stdio: 'inherit' });
  const types = ['--composite', 'false', '--incremental', 'false', '--tsBuildInfoFile', 'null'];
  const out = [
    '--declaration',
    '--emitDeclarationOnly',
    '--rootDir',
    'packages/sdk/src',
    '--outDir',
    join(dist, 'types'),
  ];
  execFileSync(process.execPath, [tsc, '-p', 'packages/sdk', ...types, ...out], {
    cwd: root,
    stdio: 'inherit',
  });
}
