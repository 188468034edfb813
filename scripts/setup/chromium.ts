import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** What the search looks at; handed in so that a test can search as on another machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
}

export type FoundChromium =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly message: string };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const MAC_APPS = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
const WINDOWS_PROGRAMS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];
const ADVICE =
  'The browser tests need Chromium or Chrome: install one (on Debian `sudo apt-get install chromium`) or set CHROMIUM_PATH to its program.';

const here: Machine = { platform: process.platform, env: process.env, exists: existsSync };

/** The browser of the browser tests: CHROMIUM_PATH, else a Chromium, Chrome or Edge where they are usually installed. */
export const findChromium = (machine: Machine = here): FoundChromium => {
  const named = machine.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '')
    return machine.exists(named)
      ? { ok: true, path: named }
      : { ok: false, message: `CHROMIUM_PATH names ${named}, which does not exist.` };
  const path = usualPaths(machine).find(machine.exists);
  return path === undefined ? { ok: false, message: ADVICE } : { ok: true, path };
};

const usualPaths = ({ platform, env }: Machine): readonly string[] => {
  if (platform === 'darwin')
    return ['', env['HOME'] ?? ''].flatMap((folder) =>
      MAC_APPS.map((app) => `${folder}/Applications/${app}.app/Contents/MacOS/${app}`),
    );
  if (platform === 'win32')
    return [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => WINDOWS_PROGRAMS.map((program) => `${folder}\\${program}`));
  const folders = [...(env['PATH'] ?? '').split(':'), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return NAMES.flatMap((name) => folders.filter(Boolean).map((folder) => `${folder}/${name}`));
};

/** A machine on which something can be installed. */
export interface Installer extends Machine {
  readonly isRoot: boolean;
  /** Runs apt-get; whether it succeeded. */
  readonly apt: (...args: readonly string[]) => boolean;
}

/** Finds a browser or, as root on a system with apt, installs Debian's. Asks for nothing and never waits for input. */
export const ensureChromium = (machine: Installer = installer): FoundChromium => {
  const found = findChromium(machine);
  if (found.ok || machine.env['CHROMIUM_PATH'] || !canInstall(machine)) return found;
  console.error('Installing Chromium for the browser tests (once): apt-get install chromium …');
  const install = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
  if (!machine.apt(...install)) {
    machine.apt('update');
    machine.apt(...install);
  }
  return findChromium(machine);
};

const canInstall = ({ platform, isRoot, env, exists }: Installer): boolean =>
  platform === 'linux' &&
  isRoot &&
  (env['PATH'] ?? '').split(':').some((folder) => exists(`${folder}/apt-get`));

/** A mirror that does not answer must not hold the tests up for long. */
const APT_PATIENCE = [
  '-o',
  'Acquire::Retries=1',
  '-o',
  'Acquire::http::Timeout=20',
  '-o',
  'Acquire::https::Timeout=20',
];

const installer: Installer = {
  ...here,
  isRoot: process.getuid?.() === 0,
  apt: (...args) =>
    spawnSync('apt-get', ['-qq', ...APT_PATIENCE, ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: 'ignore',
    }).status === 0,
};
