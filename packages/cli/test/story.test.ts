import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemoLogs } from '@meterline/sources/demo';
import { describe, expect, it } from 'vitest';
import { type Ran, type RunOptions, runCli, throwAwayFolder } from './run-cli.ts';
import { NOW } from './sample-calls.ts';

/** What people do one after the other, on a real ledger in a folder of its own. */
const world = () => {
  const userHome = throwAwayFolder();
  const home = join(userHome, '.meterline');
  return {
    userHome,
    run: (argv: readonly string[], more: RunOptions = {}): Promise<Ran> =>
      runCli(argv, { userHome, home, durable: true, ...more }),
    json: async (
      ...argv: string[]
    ): Promise<{ rows: never[]; totals: { calls: number; cost: { listUsd: number | null } } }> =>
      JSON.parse((await runCli([...argv, '--json'], { userHome, home, durable: true })).out),
  };
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
const fingerprint = (folder: string): string =>
  createHash('sha256')
    .update(
      filesBelow(folder)
        .sort()
        .map((path) => path + readFileSync(path, 'latin1'))
        .join(),
    )
    .digest('hex');

describe('a call recorded by hand', () => {
  const call = ['log', '--provider', 'lab', '--model', 'lab-7b', '--input', '1000000', '--app', 'my-script'];

  it('is unpriced until there is a price, and counts once however often it is given', async () => {
    const { run, json } = world();
    expect((await run([...call, '--id', 'a'])).out).toMatch(/^Recorded: lab-7b, not priced/);
    expect((await run([...call, '--id', 'a'])).out).toMatch(/^Known already/);
    expect((await json('costs', '--period', 'all')).totals).toMatchObject({
      calls: 1,
      cost: { listUsd: null, unpricedCalls: 1 },
    });
    expect((await run(['prices', 'set', 'lab-7b', '--input', '0.4', '--output', '2'])).status).toBe(0);
    // A price holds from now on; the past changes only when it is asked to.
    expect((await json('costs', '--period', 'all')).totals.cost.listUsd).toBeNull();
    expect((await run(['reprice', '--unpriced', '--dry-run'])).out).toMatch(/1 of 1 call would change/);
    expect((await json('costs', '--period', 'all')).totals.cost.listUsd).toBeNull();
    expect((await run(['reprice', '--unpriced'])).out).toMatch(/1 of 1 call changed/);
    expect((await json('costs', '--period', 'all')).totals.cost.listUsd).toBe(0.4);
    expect((await run([...call, '--dry-run'])).out).toMatch(/^Priced: lab-7b, \$0\.40.*Nothing was stored/);
    expect((await json('costs', '--period', 'all')).totals.calls).toBe(1);
    expect((await run(['prices', 'unset', 'lab-7b'])).status).toBe(0);
  });

  it('may come as lines, of which bad ones are told and passed over', async () => {
    const { run, json } = world();
    const line = {
      time: '2026-11-20T10:00:00Z',
      provider: 'openai',
      model: 'gpt-5.4',
      tokens: { input: 10 },
    };
    const input = [
      JSON.stringify(line),
      JSON.stringify(line),
      '{"torn',
      JSON.stringify({ ...line, time: 'soon' }),
    ].join('\n');
    const first = await run(['log', '-'], { input });
    expect(first).toMatchObject({ status: 5, out: '2 new calls, 2 lines skipped\n' });
    expect(first.err).toMatch(/line 3: not valid JSON\nline 4: time: /);
    expect((await run(['log', '-'], { input })).out).toBe('0 new calls, 2 lines skipped\n');
    expect((await json('costs', '--period', 'all')).totals.calls).toBe(2);
  });
});

describe('logs of agents', () => {
  it('come in once, go out, and come into another ledger as they were', async () => {
    const here = world();
    writeDemoLogs(here.userHome, NOW);
    expect((await here.run([])).err).toMatch(/^[\d,]+ new calls from [\d,]+ files/);
    expect((await here.run([])).err).toMatch(/^Nothing new/);
    const file = join(here.userHome, 'ledger.jsonl');
    expect((await here.run(['export', '--output', file])).err).toMatch(/calls written/);
    expect((await here.run(['import', file, '--json'])).status).toBe(0);

    const there = world();
    expect((await there.run(['import', file])).status).toBe(0);
    const [a, b] = [
      await here.json('costs', '--period', 'all'),
      await there.json('costs', '--period', 'all'),
    ];
    expect(b.rows).toEqual(a.rows);
    expect(b.totals).toEqual(a.totals);
    const csv = (await here.run(['export', '--format', 'csv'])).out.split('\r\n');
    expect(csv).toHaveLength(a.totals.calls + 2);
    const fields = (text: string): number => text.replace(/"(?:[^"]|"")*"/g, '').split(',').length;
    expect(new Set(csv.slice(0, -1).map(fields)).size).toBe(1);
  });

  it('are left as they are by connect and disconnect', async () => {
    const { run, userHome, json } = world();
    writeDemoLogs(userHome, NOW);
    const before = fingerprint(join(userHome, '.openclaw'));
    const connected = await run(['connect', 'openclaw']);
    expect(connected).toMatchObject({ status: 0, err: '' });
    expect(connected.out).toMatch(/Connected: OpenClaw/);
    expect(connected.out).toMatch(/Stored as JSON lines/);
    expect(connected.out).toMatch(/Holds +[\d,]+ calls in [\d,]+ sessions/);
    expect(connected.out).toMatch(/^main +[\d,]+ +[\d,]+/m);
    expect((await run(['disconnect', 'openclaw'])).out).toMatch(/no longer read/);
    const calls = (await json('costs', '--period', 'all')).totals.calls;
    await run([]);
    expect((await json('costs', '--period', 'all', '--where', 'app=openclaw')).totals.calls).toBe(calls);
    expect(fingerprint(join(userHome, '.openclaw'))).toBe(before);
  });

  it('of another folder are read once it is connected, and no more once it is not', async () => {
    const { run, userHome } = world();
    const folder = join(userHome, 'elsewhere');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'a.jsonl'),
      `${JSON.stringify({ time: '2026-11-20', provider: 'openai', model: 'gpt-5.4', tokens: { input: 1 } })}\n`,
    );
    expect((await run(['connect', 'jsonl', '--path', folder])).out).toMatch(/Holds +1 call/);
    expect(readFileSync(join(userHome, '.meterline/meterline.toml'), 'utf8')).toContain(folder);
    expect((await run(['sources'])).out).toContain('~/elsewhere');
    expect((await run(['disconnect', 'jsonl', '--path', folder])).status).toBe(0);
    expect((await run(['sources'])).out).not.toContain('~/elsewhere');
    expect((await run(['disconnect', 'jsonl', '--path', folder])).err).toMatch(
      /no folder that was connected/,
    );
  });

  it('that are missing are said to be, with what to do', async () => {
    const { run } = world();
    const ran = await run([]);
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(ran.out).toMatch(/No logs of coding agents/);
    expect(ran.out).toContain('~/.claude');
    expect(ran.out).toContain('meterline start --demo');
    // The pages are served all the same: they say it too.
    const inClone = await run(['start', '--port', '0'], {
      env: { npm_lifecycle_event: 'start' },
      endAt: /its calls will be here/,
    });
    expect(inClone.status).toBe(0);
    expect(inClone.out).toContain('npm start -- --demo');
  });
});

describe('a folder of files that nobody recognises', () => {
  it('is told, with what can be done', async () => {
    const { run, userHome } = world();
    const folder = join(userHome, 'papers');
    mkdirSync(folder);
    writeFileSync(join(folder, 'some.csv'), 'a,b\n1,2\n');
    const ran = await run(['import', '--path', folder]);
    expect(ran.out).toMatch(/No file there is one that a source recognises.*--map/s);
    const notes = JSON.parse((await run(['import', '--path', folder, '--json'])).out).notes;
    expect(notes).toMatchObject([{ code: 'unrecognised' }]);
    expect((await run(['import'])).out).toMatch(/No logs were found/);
  });
});

describe('the figures at a glance', () => {
  it('tell of calls that are older than all that they show', async () => {
    const { run, json } = world();
    const call = ['log', '--provider', 'openai', '--model', 'gpt-5.4', '--input', '10'];
    await run([...call, '--time', '2026-03-01T10:00:00Z']);
    expect((await run(['summary'])).out).toMatch(/1 call recorded at other times, the last 1 Mar 2026 · /);
    expect((await json('summary')).totals.calls).toBe(0);
    await run([...call, '--time', '2026-11-20T10:00:00Z']);
    expect((await run(['summary'])).out).not.toMatch(/other times/);
  });
});

describe('the demo', () => {
  it('says what it is, and leaves nothing behind and nothing touched', async () => {
    const { run, userHome } = world();
    const before = fingerprint(userHome);
    const ran = await run(['start', '--demo', '--no-watch', '--port', '0'], { endAt: /--help/ });
    expect(ran.status).toBe(0);
    expect(ran.out).toMatch(/^DEMO/);
    expect(ran.out).toMatch(/claude-code/);
    expect(fingerprint(userHome)).toBe(before);
  });
});

describe('the configuration', () => {
  it('is set, shown and obeyed', async () => {
    const { run, json } = world();
    expect((await run(['config', 'set', 'billing.my-script', 'plan'])).status).toBe(0);
    expect((await run(['config', '--show'])).out).toMatch(/billing\.my-script +"plan" +set/);
    await run([
      'log',
      '--provider',
      'openai',
      '--model',
      'gpt-5.4',
      '--input',
      '1000000',
      '--app',
      'my-script',
    ]);
    expect((await json('costs', '--period', 'all')).totals.cost).toMatchObject({ listUsd: 5, billedUsd: 0 });
    expect((await run(['costs', '--period', 'all'])).out).toContain('in plan');
    expect((await run(['config', 'set', 'billing.my-script', ''])).out).toMatch(/default again/);
  });
});
