import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meterlineJson, PROCESS_ENV, throwAway } from './run-meterline.ts';

/** The real command watches a real home: a line for each call, once, whatever happens to the files. */
const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts');
const SESSION = '0199f0aa-1111-7222-8333-444455556666';
const now = (): string => new Date().toISOString();

const claudeLine = (id: string, input: number): string =>
  `${JSON.stringify({
    type: 'assistant',
    uuid: `uuid-${id}`,
    sessionId: 'session-1',
    timestamp: now(),
    cwd: '/home/dev/app',
    requestId: `req_${id}`,
    message: {
      id: `msg_${id}`,
      role: 'assistant',
      model: 'claude-sonnet-4-6',
      content: [],
      usage: { input_tokens: input, output_tokens: 5 },
    },
  })}\n`;

const codexHead = (): string =>
  [
    { type: 'session_meta', payload: { id: SESSION, timestamp: now(), cwd: '/p', model_provider: 'openai' } },
    { type: 'turn_context', payload: { cwd: '/p', model: 'gpt-5.4' } },
  ]
    .map((line) => `${JSON.stringify({ timestamp: now(), ...line })}\n`)
    .join('');

const codexCount = (calls: number): string => {
  const counts = (times: number) => ({
    input_tokens: 4000 * times,
    cached_input_tokens: 0,
    output_tokens: 10 * times,
    total_tokens: 4010 * times,
  });
  const info = { total_token_usage: counts(calls), last_token_usage: counts(1) };
  return `${JSON.stringify({ timestamp: now(), type: 'event_msg', payload: { type: 'token_count', info } })}\n`;
};

describe('meterline watch', () => {
  const home = throwAway('live');
  const claude = join(home, '.claude/projects/-home-dev-app');
  const day = join(home, '.codex/sessions/2026/11/22');
  const rollout = `rollout-2026-11-22T12-00-00-${SESSION}.jsonl`;
  let watching: ReturnType<typeof spawn>;
  let out = '';

  /** Resolves when the output shows the text; the test's own limit is the only clock. */
  const shows = (text: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!text.test(out)) return;
        watching.stdout?.off('data', look);
        resolve();
      };
      watching.stdout?.on('data', look);
      look();
    });

  beforeAll(async () => {
    mkdirSync(claude, { recursive: true });
    mkdirSync(day, { recursive: true });
    writeFileSync(join(claude, 'a.jsonl'), claudeLine('before', 1));
    const env = { ...PROCESS_ENV, HOME: home, NO_COLOR: '1' };
    watching = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'watch'], { env });
    for (const stream of [watching.stdout, watching.stderr])
      stream?.on('data', (chunk: Buffer) => {
        out += chunk.toString();
      });
    await shows(/Time +App/);
  });
  afterAll(() => watching.kill('SIGKILL'));

  it('shows a call that is appended', async () => {
    appendFileSync(join(claude, 'a.jsonl'), claudeLine('one', 111));
    await shows(/claude-code .* 111 /);
  });

  it('shows the first call of a new project', async () => {
    mkdirSync(join(claude, '../-home-dev-new'));
    writeFileSync(join(claude, '../-home-dev-new/b.jsonl'), claudeLine('new', 222));
    await shows(/claude-code .* 222 /);
  });

  it('waits for the rest of half a line', async () => {
    const line = claudeLine('half', 333);
    appendFileSync(join(claude, 'a.jsonl'), line.slice(0, 80));
    writeFileSync(join(claude, 'c.jsonl'), claudeLine('between', 444));
    await shows(/claude-code .* 444 /);
    expect(out).not.toMatch(/ 333 /);
    appendFileSync(join(claude, 'a.jsonl'), line.slice(80));
    await shows(/claude-code .* 333 /);
  });

  it('shows a new session of another program, and goes on when it is archived', async () => {
    writeFileSync(join(day, rollout), codexHead() + codexCount(1));
    await shows(/codex .*gpt-5\.4/);
    const archived = join(home, '.codex/archived_sessions');
    mkdirSync(archived);
    renameSync(join(day, rollout), join(archived, rollout));
    appendFileSync(join(archived, rollout), codexCount(2));
    await shows(/(codex .*gpt-5\.4[\s\S]*){2}/);
  });

  it('ends at SIGINT with every call in the ledger, once', async () => {
    const ended = new Promise((resolve) => watching.once('exit', (...how) => resolve(how)));
    watching.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    const { totals } = meterlineJson(['costs', '--period', 'all'], { env: { HOME: home } }) as {
      totals: { calls: number };
    };
    expect(totals.calls).toBe(7);
    expect(out.split('\n').filter((line) => /^\d\d:\d\d/.test(line))).toHaveLength(6);
  });
});
