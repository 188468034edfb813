// Bundles the CLI to packages/cli/dist: ES modules, one chunk a command, its threads, the dashboard; nothing left to
// install. `npm pack` in packages/cli runs this first.
import { chmodSync, copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundledLicences, dashboardLicences, licencesText } from './build/licences.ts';
import { bundledAddresses, threadEntries } from './build/thread-entries.ts';
import { ensureWebApp, WEB_DIST } from './setup/web-app.ts';

const root = join(import.meta.dirname, '..');
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";
const cli = join(root, 'packages/cli');
const dist = join(cli, 'dist');

const web = ensureWebApp();
if (!web.ok) {
  console.error(web.message);
  process.exit(1);
}
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { main: 'packages/cli/src/main.ts', ...threadEntries(root) },
  outdir: dist,
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  // undici is CommonJS, and asks for Node's own modules by `require`, which ES modules have not.
  banner: { js: REQUIRE },
  platform: 'node',
  target: 'node22.15',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  charset: 'utf8',
  metafile: true,
  plugins: [bundledAddresses],
  logLevel: 'warning',
});
copyFileSync(join(cli, 'src/launch.mjs'), join(dist, 'meterline.mjs'));
chmodSync(join(dist, 'meterline.mjs'), 0o755);
cpSync(WEB_DIST, join(dist, 'web'), { recursive: true, filter: (path) => !path.endsWith('.vite') });
writeFileSync(
  join(dist, 'THIRD-PARTY-LICENSES.txt'),
  licencesText([...bundledLicences(root, metafile), ...dashboardLicences(WEB_DIST)]),
);
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
console.error(
  `Built ${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KiB, and the dashboard in packages/cli/dist`,
);
