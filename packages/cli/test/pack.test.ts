import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '../src/version.ts';

/** What people get: the tarball of `npm pack`, installed into an empty folder without a network, and run. */
const cli = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'meterline-pack-'));
const home = join(folder, 'home');
const project = join(folder, 'project');
const bin = join(project, 'node_modules/.bin/meterline');
const env = { ...process.env, HOME: home, NO_COLOR: '1', TZ: 'UTC' };
let tarball = '';

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    env,
    encoding: 'utf8',
  });

const meterline = (...args: string[]) =>
  spawnSync(process.execPath, [bin, ...args], { cwd: project, env, encoding: 'utf8', input: '' });

beforeAll(() => {
  mkdirSync(home);
  mkdirSync(project);
  npm(['pack', '--pack-destination', folder], cli);
  tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  writeFileSync(join(project, 'package.json'), '{"name":"empty","private":true}');
  npm(['install', '--offline', tarball], project);
});

describe('the packed command', () => {
  it('is one package without dependencies and install scripts, and small', () => {
    expect(readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
      'meterline',
    ]);
    const installed = join(project, 'node_modules/meterline');
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      dependencies?: unknown;
      scripts?: Record<string, string>;
    };
    expect(manifest.dependencies).toBeUndefined();
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => name.includes('install'))).toEqual([]);
    expect(readdirSync(installed).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    expect(readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8')).toContain('commander');
    // One small download: the program, the dashboard twice compressed, the client of the gateway, the prices.
    expect(statSync(tarball).size).toBeLessThan(1_400_000);
  });

  it('says its version and its help', () => {
    expect(meterline('--version')).toMatchObject({ status: 0, stdout: `${VERSION}\n`, stderr: '' });
    const help = meterline('--help');
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toContain('meterline costs --by project');
  });

  it('serves, imports and reports the demo on its threads, without a warning of Node', async () => {
    const served = spawn(process.execPath, [bin, 'start', '--demo', '--port', '0'], { cwd: project, env });
    let [out, err] = ['', ''];
    served.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    for await (const chunk of served.stdout as AsyncIterable<Buffer>) {
      out += chunk.toString();
      if (!/30 days +\d+/.test(out)) continue;
      const url = /Dashboard: (\S+)/.exec(out)?.[1] ?? '';
      const page = await (await fetch(url)).text();
      const [script] = /\/assets\/[^"]+\.js/.exec(page) ?? [];
      const asset = await fetch(`${url}${script}`, { headers: { 'accept-encoding': 'br' } });
      expect([asset.status, asset.headers.get('content-encoding')]).toEqual([200, 'br']);
      served.kill('SIGINT');
      break;
    }
    await once(served, 'exit');
    expect(served.exitCode).toBe(0);
    expect(out).toContain('DEMO');
    expect(err).not.toMatch(/Warning/i);
    expect(existsSync(join(home, '.meterline'))).toBe(false);
  });

  it('reads a file, keeps it in its ledger, and answers SQL', () => {
    const line = {
      time: '2026-11-01T10:00:00Z',
      provider: 'openai',
      model: 'gpt-5.4',
      tokens: { input: 1000 },
    };
    const file = join(folder, 'calls.jsonl');
    writeFileSync(file, `${JSON.stringify({ id: 'a', ...line })}\n${JSON.stringify({ id: 'b', ...line })}\n`);
    expect(meterline('import', file)).toMatchObject({ status: 0 });
    const costs = JSON.parse(meterline('costs', '--period', 'all', '--json').stdout) as { totals: unknown };
    expect(costs.totals).toMatchObject({ calls: 2, cost: { listUsd: 0.005, unpricedCalls: 0 } });
    const sql = JSON.parse(meterline('sql', 'select count(*) as n from calls', '--json').stdout) as {
      rows: unknown;
    };
    expect(sql.rows).toEqual([{ n: 2 }]);
  });

  it('reads many bytes in worker threads to the same end', () => {
    const file = join(folder, 'large.jsonl');
    const call = (id: number): string =>
      JSON.stringify({
        id,
        time: 1_790_000_000 + id,
        provider: 'anthropic',
        model: 'claude-opus-4-6',
        tokens: { input: id, output: 7 },
        project: `/home/dev/${'p'.repeat(400)}`,
      });
    const calls = Array.from({ length: 60_000 }, (_, id) => call(id + 1));
    writeFileSync(file, `${calls.join('\n')}\n`);
    const data = join(folder, 'large-home');
    expect(meterline('import', file, '--home', data)).toMatchObject({ status: 0 });
    const { totals } = JSON.parse(meterline('costs', '--period', 'all', '--json', '--home', data).stdout) as {
      totals: { calls: number; tokens: { input: number } };
    };
    expect(totals).toMatchObject({ calls: 60_000, tokens: { input: (60_000 * 60_001) / 2 } });
  });

  it('says in one sentence what an old Node lacks', () => {
    const old = `data:text/javascript,${encodeURIComponent(
      "Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.2'}});Object.defineProperty(process,'version',{value:'v20.19.2'});",
    )}`;
    const ran = spawnSync(process.execPath, ['--import', old, bin, 'costs'], { env, encoding: 'utf8' });
    expect({ status: ran.status, stdout: ran.stdout }).toEqual({ status: 1, stdout: '' });
    expect(ran.stderr.trim().split('\n')).toHaveLength(1);
    expect(ran.stderr).toMatch(/needs Node 22\.15 or newer.*v20\.19\.2/);
  });
});
