import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFs, readFiles, readRoot, testEnv } from '../../test/harness.ts';
import { openclaw } from './source.ts';

let home: string;
beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'meterline-openclaw-')));
});
afterEach(() => rmSync(home, { recursive: true }));

const line = (id: string, extra: object = {}) =>
  JSON.stringify({
    type: 'message',
    id,
    timestamp: '2026-01-01T00:00:01.000Z',
    message: {
      role: 'assistant',
      provider: 'openai',
      model: 'gpt-5',
      usage: { input: 1, output: 2, cacheRead: 0, cacheWrite: 0, totalTokens: 3 },
      timestamp: 1_767_225_600_000,
      ...extra,
    },
  });
const put = (path: string, text: string | Uint8Array) => {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
};
const found = (root: string) =>
  [...openclaw.discover(root, nodeFs)].map((file) => file.path.slice(home.length + 1));

describe('where OpenClaw keeps its state', () => {
  it('is a folder in the home folder, under its name of today or of old', () => {
    expect(openclaw.roots(testEnv('/home/u'))).toEqual([
      '/home/u/.openclaw',
      '/home/u/.clawdbot',
      '/home/u/.moltbot',
      '/home/u/.moldbot',
      '/home/u/.openclaw-dev',
    ]);
  });

  it('is moved by its variables, the state folder before the home, and blank words do not count', () => {
    const roots = (variables: Record<string, string>) => openclaw.roots(testEnv('/home/u', variables));
    expect(roots({ OPENCLAW_STATE_DIR: '/data/oc', CLAWDBOT_STATE_DIR: '/old' })).toEqual(['/data/oc']);
    expect(roots({ CLAWDBOT_STATE_DIR: '~/cb' })).toEqual(['/home/u/cb']);
    expect(roots({ OPENCLAW_HOME: '/srv/claw' })[0]).toBe('/srv/claw/.openclaw');
    expect(roots({ OPENCLAW_HOME: 'undefined' })[0]).toBe('/home/u/.openclaw');
    expect(roots({ OPENCLAW_PROFILE: 'work' })).toEqual(['/home/u/.openclaw-work']);
    expect(roots({ OPENCLAW_PROFILE: 'default' })[0]).toBe('/home/u/.openclaw');
  });

  it('has named profiles, also without an ordinary folder', () => {
    put('.openclaw-work/agents/main/sessions/a.jsonl', line('a'));
    put('.openclaw-dev/agents/ops/sessions/b.jsonl', line('b'));
    put('.openclawish/agents/main/sessions/c.jsonl', line('c'));
    expect(
      openclaw
        .roots(testEnv(home), nodeFs)
        .flatMap((root) => found(root))
        .sort(),
    ).toEqual(['.openclaw-dev/agents/ops/sessions/b.jsonl', '.openclaw-work/agents/main/sessions/a.jsonl']);
  });

  it('may be linked under several names: the files are the same ones', () => {
    put('.openclaw/agents/main/sessions/a.jsonl', line('a'));
    symlinkSync(join(home, '.openclaw'), join(home, '.clawdbot'));
    symlinkSync(join(home, '.openclaw'), join(home, '.openclaw-linked'));
    const all = openclaw.roots(testEnv(home), nodeFs).flatMap((root) => found(root));
    expect(new Set(all)).toEqual(new Set(['.openclaw/agents/main/sessions/a.jsonl']));
    expect(found(join(home, '.openclaw'))).toHaveLength(1);
  });

  it('gives nothing where there is nothing, and watches what changes only', () => {
    expect(found(join(home, 'missing'))).toEqual([]);
    expect(openclaw.watch?.('/s')).toEqual(['/s/agents', '/s/cron', '/s/state']);
  });

  it('follows `session.store` of the configuration, with comments and `{agentId}`', () => {
    put(
      '.openclaw/openclaw.json',
      "{ // mine\n session: { scope: 'x', store: '~/chats/{agentId}/sessions.json', }, }",
    );
    put('.openclaw/agents/ops/sessions/a.jsonl', line('a'));
    put('chats/ops/b.jsonl', line('b'));
    put('chats/main/c.jsonl', line('c'));
    put('chats/main/sessions.json', JSON.stringify({ 'agent:main:telegram:group:-1': { sessionId: 'c' } }));
    expect(found(join(home, '.openclaw')).sort()).toEqual([
      '.openclaw/agents/ops/sessions/a.jsonl',
      'chats/main/c.jsonl',
      'chats/ops/b.jsonl',
    ]);
    const calls = readRoot(openclaw, join(home, '.openclaw')).calls;
    expect(calls.map((call) => [call.agent, call.channel ?? '']).sort()).toEqual([
      ['main', 'telegram'],
      ['ops', ''],
      ['ops', ''],
    ]);
  });

  it('reads a compressed transcript like any other', () => {
    put(
      '.openclaw/agents/main/sessions/a.jsonl.deleted.2026-01-01T00-00-00.000Z.zst',
      zstdCompressSync(Buffer.from(`${line('a')}\n`)),
    );
    expect(readRoot(openclaw, join(home, '.openclaw')).calls).toHaveLength(1);
  });
});

describe('Codex inside OpenClaw', () => {
  const thread = '01a20125-9edb-7991-a855-8c5d18e5f7a0';
  const mirror = line('m', { idempotencyKey: `codex-app-server:${thread}:turn-1:assistant` });
  const path = '.openclaw/agents/main/sessions/a.jsonl';

  it('drops the mirror of a turn when its rollout lies beside, since that has every call', () => {
    put(path, `${mirror}\n${line('own')}\n`);
    put(
      `.openclaw/agents/main/agent/codex-home/sessions/2026/01/01/rollout-2026-01-01T00-00-00-${thread}.jsonl`,
      '',
    );
    expect(readRoot(openclaw, join(home, '.openclaw')).calls.map((call) => call.keys)).toEqual([
      [expect.stringContaining(':own:')],
    ]);
    // The same for a file that was named by hand.
    const adopted = openclaw.adopt(join(home, path), nodeFs);
    expect(readFiles(openclaw, [adopted]).calls).toHaveLength(1);
  });

  it('keeps the mirror when there is no rollout: it is all that is known', () => {
    put(path, `${mirror}\n${line('own')}\n`);
    expect(readRoot(openclaw, join(home, '.openclaw')).calls).toHaveLength(2);
  });
});
