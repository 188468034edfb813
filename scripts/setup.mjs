// Sets the repository up for `npm start` and `npm test`: plain JavaScript, no dependency, because it runs before
// node_modules exists. Idempotent: a stamp of the lock file and the platform says when there is nothing to install. What
// is left then (the dashboard's build, with `--browser` a Chromium) is scripts/setup/prepare.ts, run by the pinned Node.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MIN_NODE_MAJOR = 20;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stampPath = join(root, 'node_modules', '.meterline-setup');

const major = Number(process.versions.node.split('.')[0]);
if (major < MIN_NODE_MAJOR) {
  console.error(
    `Meterline needs Node ${MIN_NODE_MAJOR} or newer to set itself up; this is ${process.version}. Install a newer Node and run the command again.`,
  );
  process.exit(1);
}

const stamp = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex');

if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== stamp) install();
process.exit(prepare());

function install() {
  console.error('Setting up Meterline (once): installing the development tools that the lock file pins …');
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  try {
    execFileSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  } catch {
    console.error(
      '\nThe set-up did not finish: `npm ci` failed (its message is above). Check the network or the registry setting, then run the command again.',
    );
    process.exit(1);
  }
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, stamp);
}

function prepare() {
  const node = join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    console.error(
      'The set-up did not finish: the Node that the lock file pins is not in node_modules (were install scripts switched off?). Remove node_modules and run the command again.',
    );
    return 1;
  }
  const args = ['--disable-warning=ExperimentalWarning', join(root, 'scripts/setup/prepare.ts')];
  return spawnSync(node, [...args, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
