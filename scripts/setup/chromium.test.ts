import { describe, expect, it } from 'vitest';
import { findChromium, type Machine } from './chromium.ts';

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
