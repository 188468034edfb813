import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { jsonHere, meterlineHere } from './meterline-here.ts';
import { meterline, throwAway } from './run-meterline.ts';

/** Bad input and faults, met through the command: a clear word, an exit status, nothing lost, nothing doubled. */
const call = (id: string, usage: unknown, fields: object = {}): string =>
  JSON.stringify({
    type: 'assistant',
    uuid: id,
    sessionId: 's',
    timestamp: '2026-11-20T10:00:00.000Z',
    cwd: '/p',
    requestId: `req_${id}`,
    message: { id: `msg_${id}`, role: 'assistant', model: 'claude-sonnet-4-6', content: [], usage },
    ...fields,
  });
const GOOD = { input_tokens: 100, output_tokens: 10 };

const imported = async (fill: (folder: string) => void) => {
  const home = throwAway('faults');
  const folder = join(home, '.claude/projects/-p');
  mkdirSync(folder, { recursive: true });
  fill(folder);
  const env = { HOME: home };
  const ran = await meterlineHere(['import', '--json'], { env });
  const { totals } = (await jsonHere(['costs', '--period', 'all'], { env })) as {
    totals: { calls: number; tokens: { input: number; output: number } };
  };
  return { ran, totals, doctor: (await meterlineHere(['doctor'], { env })).stdout };
};

describe('bad lines', () => {
  it('of every kind leave the good ones, and are told', async () => {
    const usageInText = call('fake', { input_tokens: 999_999, output_tokens: 9 });
    const { totals, doctor } = await imported((folder) => {
      const write = (name: string, bytes: string | Buffer): void => writeFileSync(join(folder, name), bytes);
      write('torn.jsonl', `${call('a', GOOD)}\n${call('b', GOOD).slice(0, 150)}`);
      write('bom.jsonl', `\uFEFF${call('c', GOOD)}\r\n${call('d', GOOD)}\r\n`);
      write(
        'bytes.jsonl',
        Buffer.concat([Buffer.from([0xff, 0xfe, 0xc3, 10]), Buffer.from(call('e', GOOD))]),
      );
      write(
        'numbers.jsonl',
        [
          call('f', { ...GOOD, input_tokens: -5 }),
          call('g', { input_tokens: '100', output_tokens: '10' }),
          call('h', { ...GOOD, input_tokens: 1e30 }),
        ].join('\n'),
      );
      write(
        'times.jsonl',
        [call('i', GOOD, { timestamp: 'noon' }), call('j', GOOD, { timestamp: '2199-01-01T00:00:00Z' })].join(
          '\n',
        ),
      );
      write(
        'text.jsonl',
        JSON.stringify({
          type: 'user',
          message: { role: 'user', content: usageInText, usage: { input_tokens: 7_777 } },
        }),
      );
      write('deep.jsonl', `${'['.repeat(100_000)}\n${call('k', GOOD)}\n`);
      write('empty.jsonl', '');
      mkdirSync(join(folder, 'folder.jsonl'));
      symlinkSync(folder, join(folder, 'circle'));
      symlinkSync('self.jsonl', join(folder, 'self.jsonl'));
      symlinkSync('/nothing/here', join(folder, 'dangling.jsonl'));
    });
    expect(totals).toMatchObject({ calls: 9, tokens: { input: 700, output: 90 } });
    for (const code of ['BAD_JSON', 'BAD_NUMBER', 'BAD_TIMESTAMP', 'FUTURE_TIMESTAMP'])
      expect(doctor).toContain(code);
  });
});

describe("an agent's database", () => {
  it('that is damaged is told, exit 5, and stays as it is', () => {
    const home = throwAway('damaged');
    const folder = join(home, '.local/share/opencode');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'opencode.db');
    writeFileSync(path, Buffer.alloc(9000, 7));
    const before = statSync(path).mtimeMs;
    const ran = meterline(['import'], { env: { HOME: home } });
    expect(ran.status).toBe(5);
    expect((ran.stderr + ran.stdout).replace(/\s+/g, ' ')).toMatch(/opencode\.db: A database is damaged/);
    expect(readdirSync(folder)).toEqual(['opencode.db']);
    expect([statSync(path).mtimeMs, readFileSync(path).equals(Buffer.alloc(9000, 7))]).toEqual([
      before,
      true,
    ]);
  });
});

describe('a ledger', () => {
  const made = async (change: (db: DatabaseSync) => void) => {
    const home = throwAway('ledger');
    await meterlineHere([
      'log',
      '--provider',
      'openai',
      '--model',
      'gpt-5.4',
      '--input',
      '10',
      '--home',
      home,
    ]);
    const db = new DatabaseSync(join(home, 'ledger.sqlite'));
    change(db);
    return { home, db };
  };

  it.each(['import', 'costs', 'doctor', 'export'])(
    'of a newer version is refused by %s, untouched',
    async (command) => {
      const { home, db } = await made((ledger) => ledger.exec('PRAGMA user_version = 999'));
      db.close();
      const before = readFileSync(join(home, 'ledger.sqlite'));
      const ran = await meterlineHere([command, '--home', home]);
      expect(ran).toMatchObject({ status: 4, stderr: expect.stringContaining('LEDGER_NEWER') });
      expect(readFileSync(join(home, 'ledger.sqlite')).equals(before)).toBe(true);
    },
  );

  it('that another program holds is told, and can still be read', async () => {
    const { home, db } = await made((ledger) => ledger.exec('BEGIN IMMEDIATE'));
    const again = ['log', '--provider', 'openai', '--model', 'gpt-5.4', '--input', '1', '--home', home];
    const ran = await meterlineHere(again, { lockAttempts: 3 });
    expect(ran).toMatchObject({ status: 4, stderr: expect.stringContaining('LEDGER_LOCKED') });
    expect(await jsonHere(['costs', '--home', home])).toMatchObject({ totals: { calls: 1 } });
    db.close();
    expect(meterline(again).status).toBe(0);
  });

  it('that is none is told, and never overwritten', () => {
    const home = throwAway('foreign');
    const path = join(home, 'ledger.sqlite');
    writeFileSync(path, 'no database at all, only text. '.repeat(100));
    const before = readFileSync(path);
    expect(meterline(['import', '--home', home])).toMatchObject({
      status: 4,
      stderr: expect.stringContaining('LEDGER_DAMAGED'),
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('meterline.toml', () => {
  it.each([
    ['zone = "Mars/X"', 'zone'],
    ['zoen = "UTC"', 'zoen'],
    ['retentionDays = "ten"', 'retentionDays'],
    ['sources.nobody.enabled = true', 'nobody'],
  ])('with %j is refused with key and line', async (text, key) => {
    const home = throwAway('config');
    writeFileSync(join(home, 'meterline.toml'), `# mine\n${text}\n`);
    const ran = await meterlineHere(['costs', '--home', home]);
    expect(ran).toMatchObject({ status: 2, stderr: expect.stringContaining('CONFIG_INVALID') });
    expect(ran.stderr).toMatch(/meterline\.toml:2/);
    expect(ran.stderr).toContain(key);
  });
});
