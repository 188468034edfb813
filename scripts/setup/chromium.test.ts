import { describe, expect, it } from 'vitest';
import { ensureChromium, findChromium, type Installer, type Machine } from './chromium.ts';

const machine = (
  platform: NodeJS.Platform,
  env: Record<string, string>,
  ...paths: readonly string[]
): Machine => ({ platform, env, exists: (path) => paths.includes(path) });

describe('where the browser of the tests is looked for', () => {
  it('takes what CHROMIUM_PATH names', () => {
    const named = machine('linux', { CHROMIUM_PATH: '/opt/c' }, '/opt/c', '/usr/bin/chromium');
    expect(findChromium(named)).toEqual({ ok: true, path: '/opt/c' });
  });

  it('does not guess when CHROMIUM_PATH names nothing', () => {
    const wrong = machine('linux', { CHROMIUM_PATH: '/opt/c' }, '/usr/bin/chromium');
    expect(findChromium(wrong)).toEqual({
      ok: false,
      message: 'CHROMIUM_PATH names /opt/c, which does not exist.',
    });
  });

  it.each([
    ['linux', { PATH: '' }, '/usr/bin/chromium'],
    ['linux', { PATH: '/bin:/opt/browsers' }, '/opt/browsers/google-chrome'],
    ['linux', {}, '/snap/bin/chromium'],
    ['darwin', { HOME: '/Users/dev' }, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', { HOME: '/Users/dev' }, '/Users/dev/Applications/Chromium.app/Contents/MacOS/Chromium'],
    [
      'win32',
      { LOCALAPPDATA: 'C:\\Users\\dev\\AppData\\Local' },
      'C:\\Users\\dev\\AppData\\Local\\Google\\Chrome\\Application\\chrome.exe',
    ],
    [
      'win32',
      { 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
  ] as const)('finds it on %s with %j at %s', (platform, env, path) => {
    expect(findChromium(machine(platform, env, path))).toEqual({ ok: true, path });
  });

  it('prefers Chromium, which the tests are written against', () => {
    const both = machine('linux', { PATH: '/usr/bin' }, '/usr/bin/google-chrome', '/usr/bin/chromium');
    expect(findChromium(both)).toEqual({ ok: true, path: '/usr/bin/chromium' });
  });

  it('says in one line what to do where there is none', () => {
    const none = findChromium(machine('linux', { PATH: '/usr/bin' }));
    expect(none).toMatchObject({ ok: false, message: expect.stringMatching(/^.*CHROMIUM_PATH.*$/) });
  });
});

describe('where there is none, on Debian', () => {
  /** Root on a system with apt; `works` says of each run of apt-get whether it succeeds. */
  const debian = (works: (run: string) => boolean, isRoot = true) => {
    const runs: string[] = [];
    let installed = false;
    const installer: Installer = {
      platform: 'linux',
      env: { PATH: '/usr/bin' },
      exists: (path) => path === '/usr/bin/apt-get' || (installed && path === '/usr/bin/chromium'),
      isRoot,
      apt: (...args) => {
        runs.push(args[0] ?? '');
        const worked = works(runs.join(' '));
        installed ||= worked && args[0] === 'install';
        return worked;
      },
    };
    return { installer, runs };
  };

  it('is installed', () => {
    const { installer, runs } = debian(() => true);
    expect(ensureChromium(installer)).toEqual({ ok: true, path: '/usr/bin/chromium' });
    expect(runs).toEqual(['install']);
  });

  it('is installed after the lists of packages are fetched', () => {
    const { installer, runs } = debian((run) => run !== 'install');
    expect(ensureChromium(installer)).toMatchObject({ ok: true });
    expect(runs).toEqual(['install', 'update', 'install']);
  });

  it('is said to be missing when nothing can be installed, or by somebody who may not', () => {
    expect(ensureChromium(debian(() => false).installer)).toMatchObject({ ok: false });
    const { installer, runs } = debian(() => true, false);
    expect(ensureChromium(installer)).toMatchObject({ ok: false });
    expect(runs).toEqual([]);
  });
});
