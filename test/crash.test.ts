import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonHere } from './meterline-here.ts';
import { meterline, PROCESS_ENV, throwAway } from './run-meterline.ts';

/** The real command is killed in the middle of imports, and run twice at once: the ledger ends as if it was not. */
const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts');
const FILES = 12;
const CALLS_EACH = 2500;
/** Calls that each file shares with the next one. */
const SHARED = 50;
/** Parts of the time that a whole import takes here, its start included. */
const KILL_AT = [0.2, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85];

const logs = throwAway('crash-logs');

const callLine = (n: number): string =>
  JSON.stringify({
    id: `call-${n}`,
    time: new Date(Date.UTC(2026, 9, 1) + n * 90_000).toISOString(),
    provider: 'openai',
    model: n % 3 === 0 ? 'gpt-5.4' : 'gpt-5.4-mini',
    tokens: { input: n, output: n % 100 },
    session: `session-${n % 40}`,
  });

const startImport = (home: string): { readonly kill: () => void; readonly ended: Promise<unknown> } => {
  const args = ['--disable-warning=ExperimentalWarning', MAIN, 'import', logs, '--home', home];
  const env = { ...PROCESS_ENV, HOME: home };
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' });
  return {
    kill: () => child.kill('SIGKILL'),
    ended: new Promise((resolve) => child.once('exit', (...how) => resolve(how))),
  };
};

const ledgerOf = async (home: string): Promise<unknown> => {
  const ask = async (...by: readonly string[]): Promise<unknown> => {
    const { rows, totals } = (await jsonHere([
      ...['costs', '--period', 'all', '--zone', 'UTC', '--home', home],
      ...by,
    ])) as { rows: unknown; totals: unknown };
    return { rows, totals };
  };
  return [await ask('--by', 'model,session'), await ask('--interval', 'day')];
};

describe('imports that are disturbed', () => {
  let expected: unknown;
  let wholeMs: number;

  beforeAll(async () => {
    for (let file = 0; file < FILES; file++) {
      const first = file * (CALLS_EACH - SHARED);
      const lines = Array.from({ length: CALLS_EACH }, (_, n) => callLine(first + n));
      writeFileSync(join(logs, `${file}.jsonl`), `${lines.join('\n')}\n`);
    }
    const home = throwAway('crash');
    const began = performance.now();
    expect(meterline(['import', logs, '--home', home])).toMatchObject({ status: 0 });
    wholeMs = performance.now() - began;
    expected = await ledgerOf(home);
    expect(expected).toMatchObject([
      { totals: { calls: FILES * CALLS_EACH - (FILES - 1) * SHARED } },
      { totals: { calls: FILES * CALLS_EACH - (FILES - 1) * SHARED } },
    ]);
  });

  it('end alike when they were killed at any moment and started again', async () => {
    const home = throwAway('crash');
    for (const part of KILL_AT) {
      const running = startImport(home);
      await pause(part * wholeMs);
      running.kill();
      await running.ended;
    }
    expect(meterline(['import', logs, '--home', home])).toMatchObject({ status: 0 });
    expect(await ledgerOf(home)).toEqual(expected);
  });

  it('end alike when two run at once', async () => {
    const home = throwAway('crash');
    const ends = await Promise.all([startImport(home).ended, startImport(home).ended]);
    expect(ends).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(await ledgerOf(home)).toEqual(expected);
  });
});
