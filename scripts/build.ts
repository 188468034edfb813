// Bundles the CLI to packages/cli/dist: ES modules, one chunk a command, nothing left to install. `npm pack` in
// packages/cli runs this first.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const cli = join(root, 'packages/cli');
const dist = join(cli, 'dist');

/** In the bundle the worker's program lies beside the chunks. */
const workerEntry: Plugin = {
  name: 'worker-entry',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]server[\\/]src[\\/]import[\\/]read-auto\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const bundled = source.replace('./worker/import-worker.ts', './import-worker.mjs');
      if (bundled === source) throw new Error(`${path} no longer names the worker; mend scripts/build.ts`);
      return { contents: bundled, loader: 'ts' };
    });
  },
};

/** The folders of the packages that ended up in the bundle. */
const bundledPackages = (metafile: Metafile): readonly string[] => {
  const names = Object.keys(metafile.inputs).flatMap((path) => {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    return match?.[1] === undefined ? [] : [match[1]];
  });
  return [...new Set(names)].sort();
};

/** Their licences, as they ask for. */
const licencesOf = (names: readonly string[]): string =>
  names
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        version: string;
        license: string;
      };
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
      return `${name} ${version} (${license})\n${text}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    main: 'packages/cli/src/main.ts',
    'import-worker': 'packages/server/src/import/worker/import-worker.ts',
  },
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.15',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  plugins: [workerEntry],
  logLevel: 'warning',
});
copyFileSync(join(cli, 'src/launch.mjs'), join(dist, 'meterline.mjs'));
chmodSync(join(dist, 'meterline.mjs'), 0o755);
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), licencesOf(bundledPackages(metafile)));
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.error(
  `Built ${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB, in packages/cli/dist`,
);
