import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemoLogs } from '@meterline/sources/demo';
import { describe, expect, it } from 'vitest';
import { VERSION } from '../src/version.ts';

/** The command as a process: streams, signals, and what is loaded. */
const MAIN = join(import.meta.dirname, '../src/main.ts');
const folder = (): string => mkdtempSync(join(tmpdir(), 'meterline-process-'));
const envFor = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  HOME: home,
  NO_COLOR: '1',
  TZ: 'UTC',
});

describe('streams and signals', () => {
  it('ends quietly when the reader of its output goes away', () => {
    const home = folder();
    const env = envFor(home);
    const file = join(home, 'calls.jsonl');
    const line = { time: '2026-11-01T10:00:00Z', provider: 'p', model: 'm', tokens: { input: 1 } };
    writeFileSync(
      file,
      Array.from({ length: 20_000 }, (_, id) => JSON.stringify({ id, ...line })).join('\n'),
    );
    expect(spawnSync(process.execPath, [MAIN, 'import', file], { env }).status).toBe(0);
    const ran = spawnSync('sh', ['-c', `"${process.execPath}" "${MAIN}" export | head -n 1`], {
      env,
      encoding: 'utf8',
    });
    expect(JSON.parse(ran.stdout)).toMatchObject({ model: 'm' });
    expect(ran.stderr).toBe('');
  });

  it('shows no warning of Node, and nothing at all on standard error when it reports', () => {
    const home = folder();
    writeDemoLogs(home, Date.UTC(2026, 10, 22, 12));
    const env = envFor(home);
    expect(spawnSync(process.execPath, [MAIN], { env, encoding: 'utf8' }).stderr).toMatch(
      /^[\d,]+ new calls from [\d,]+ files in [^\n]+\n$/,
    );
    const ran = spawnSync(process.execPath, [MAIN, 'costs', '--period', 'all'], { env, encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
  });

  it('watches until it is told to end, with a line for each new call', async () => {
    const home = folder();
    const day = join(home, '.codex/sessions/2026/11/22');
    mkdirSync(day, { recursive: true });
    const logs = join(home, 'logs');
    mkdirSync(logs);
    const file = join(logs, 'calls.jsonl');
    const line = (id: string): string =>
      `${JSON.stringify({ id, time: new Date().toISOString(), provider: 'openai', model: 'gpt-5.4', tokens: { input: 1000, output: 10 }, app: 'my-script' })}\n`;
    writeFileSync(file, line('first'));
    const env = envFor(home);
    expect(spawnSync(process.execPath, [MAIN, 'connect', 'jsonl', '--path', logs], { env }).status).toBe(0);

    const watching = spawn(process.execPath, [MAIN, 'watch'], { env });
    let [out, err] = ['', ''];
    const seen = (text: string, where: () => string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!where().includes(text)) return;
          watching.stdout.off('data', look);
          watching.stderr.off('data', look);
          resolve();
        };
        watching.stdout.on('data', look);
        watching.stderr.on('data', look);
        look();
      });
    watching.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    watching.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    await seen('Watching', () => err);
    appendFileSync(file, line('second'));
    await seen('my-script', () => out);
    watching.kill('SIGINT');
    const status = await new Promise((resolve) => watching.on('exit', resolve));
    expect(status).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(2);
    expect(out).toMatch(/my-script +gpt-5\.4 .*\$0\.0026/);
  });
});

describe('what is loaded', () => {
  it('says its version without the rest of itself', () => {
    const loaded = `data:text/javascript,${encodeURIComponent(
      "import {registerHooks} from 'node:module';registerHooks({resolve(s,c,n){const r=n(s,c);if(/meterline\\/core|commander|sqlite|temporal/.test(r.url))console.error('LOADED '+r.url);return r}});",
    )}`;
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ['--import', loaded, MAIN, ...args], {
        env: envFor(folder()),
        encoding: 'utf8',
      });
    expect(run('--version')).toMatchObject({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
    const help = run('costs', '--help');
    expect(help.stderr).toContain('commander');
    expect(help.stderr).not.toContain('sqlite');
  });
});
