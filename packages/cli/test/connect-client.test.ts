import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editEnv } from '../src/clients/edit-env.ts';
import { editJson } from '../src/clients/edit-json.ts';
import { editTomlFile } from '../src/clients/edit-toml.ts';
import { lineChanges } from '../src/clients/line-changes.ts';
import { spliceBetween, undoSplice } from '../src/clients/splice.ts';
import { runCli, throwAwayFolder } from './run-cli.ts';

const world = (files: Readonly<Record<string, string>> = {}) => {
  const userHome = throwAwayFolder();
  const home = throwAwayFolder();
  const path = (name: string) => join(userHome, name);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  }
  return {
    path,
    text: (name: string) => readFileSync(path(name), 'utf8'),
    run: (...argv: string[]) => runCli(argv, { userHome, home }),
  };
};

const SETTINGS = '{\n    "model": "opus",\n    "env": {\n        "A": "1"\n    }\n}\n';
const TOML = '# mine\nmodel = "gpt-5.4"\n\n[tools]\nweb = true # yes\n';

describe('connecting a client by its own configuration', () => {
  it('shows the lines, changes nothing before it is told to, and undoes it byte by byte', async () => {
    const { run, text } = world({ '.claude/settings.json': SETTINGS });
    for (const flags of [['--print'], ['--print', '--yes'], []]) {
      const shown = await run('connect', 'claude-code', '--otel', ...flags);
      expect(shown).toMatchObject({ status: 0, err: '' });
      expect(shown.out).toMatch(/^\+ {9}"OTEL_EXPORTER_OTLP_ENDPOINT": "http:\/\/127\.0\.0\.1:6383"$/m);
      expect(text('.claude/settings.json')).toBe(SETTINGS);
    }
    expect((await run('connect', 'claude-code', '--otel', '--yes')).out).toMatch(/Changed\./);
    expect(JSON.parse(text('.claude/settings.json'))).toEqual({
      model: 'opus',
      env: {
        A: '1',
        CLAUDE_CODE_ENABLE_TELEMETRY: '1',
        OTEL_LOGS_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:6383',
      },
    });
    expect((await run('connect', 'claude-code', '--otel', '--yes')).out).toMatch(/Connected already/);
    expect((await run('disconnect', 'claude-code', '--otel')).status).toBe(0);
    expect(text('.claude/settings.json')).toBe(SETTINGS);
    expect(await run('disconnect', 'claude-code', '--otel')).toMatchObject({ status: 2 });
  });

  it.each([
    ['claude-code', '.claude/settings.json', 'env'],
    ['codex', '.codex/config.toml', 'openai_base_url = "http://127.0.0.1:9/openai/v1"'],
    ['gemini-cli', '.gemini/.env', 'GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:9/gemini'],
    ['openclaw', '.openclaw/openclaw.json', '"baseUrl": "http://127.0.0.1:9/with/app=openclaw/anthropic"'],
  ])('makes the file of %s where there is none, and takes it away again', async (client, file, says) => {
    const { run, text, path } = world();
    await run('connect', client, '--gateway', '--url', 'http://127.0.0.1:9/', '--yes');
    expect(text(file)).toContain(says);
    expect(statSync(path(file)).mode & 0o777).toBe(0o600);
    await run('disconnect', client, '--gateway');
    expect(existsSync(path(file))).toBe(false);
  });

  it('takes both roads in one file, and back in any order', async () => {
    for (const order of [
      ['otel', 'gateway'],
      ['gateway', 'otel'],
    ]) {
      const { run, text } = world({ '.codex/config.toml': TOML });
      await run('connect', 'codex', '--otel', '--yes');
      await run('connect', 'codex', '--gateway', '--yes');
      expect(text('.codex/config.toml')).toContain('exporter = { otlp-http = { endpoint =');
      await run('disconnect', 'codex', `--${order[0]}`);
      expect(text('.codex/config.toml')).not.toContain(order[0] === 'otel' ? 'exporter' : 'openai_base_url');
      await run('disconnect', 'codex', `--${order[1]}`);
      expect(text('.codex/config.toml')).toBe(TOML);
    }
  });

  it('leaves a file alone that has changed meanwhile, and says what to do; then forgets it', async () => {
    const { run, text, path } = world({ '.claude/settings.json': SETTINGS });
    await run('connect', 'claude-code', '--gateway', '--yes');
    const changed = text('.claude/settings.json').replace('opus', 'sonnet');
    writeFileSync(path('.claude/settings.json'), changed);
    const refused = await run('disconnect', 'claude-code', '--gateway');
    expect(refused.status).not.toBe(0);
    expect(refused.err).toContain('"ANTHROPIC_BASE_URL": "http://127.0.0.1:6383/anthropic"');
    expect(text('.claude/settings.json')).toBe(changed);
    writeFileSync(path('.claude/settings.json'), SETTINGS.replace('opus', 'sonnet'));
    expect((await run('disconnect', 'claude-code', '--gateway')).out).toMatch(/Nothing of it is left/);
  });

  it('refuses what it cannot change, and says what to set by hand', async () => {
    const odd = "{ models: { mode: 'merge' } }\n";
    const { run, text } = world({
      '.openclaw/openclaw.json': odd,
      '.codex/config.toml': '[otel.exporter.otlp-http]\nendpoint = "https://other"\n',
      '.claude/settings.json': '{"env": "none"}',
    });
    const refused = await run('connect', 'openclaw', '--gateway', '--yes');
    expect(refused.err).toContain('models.providers.anthropic.baseUrl');
    expect(text('.openclaw/openclaw.json')).toBe(odd);
    for (const client of ['codex', 'claude-code'])
      expect((await run('connect', client, '--otel', '--yes')).status).toBe(2);
    for (const argv of [
      ['connect', 'kimi', '--otel'],
      ['connect', 'codex', '--otel', '--gateway'],
      ['connect', 'codex', '--otel', '--url', 'ftp://x'],
    ])
      expect((await run(...argv)).status).toBe(2);
  });

  it('keeps the permissions of a file, and a link a link', async () => {
    const { run, path } = world({ 'dotfiles/settings.json': SETTINGS });
    chmodSync(path('dotfiles/settings.json'), 0o644);
    mkdirSync(path('.gemini'));
    symlinkSync(path('dotfiles/settings.json'), path('.gemini/settings.json'));
    await run('connect', 'gemini-cli', '--otel', '--yes');
    expect(readFileSync(path('dotfiles/settings.json'), 'utf8')).toContain('"logPrompts": false');
    expect(statSync(path('dotfiles/settings.json')).mode & 0o777).toBe(0o644);
    await run('disconnect', 'gemini-cli', '--otel');
    expect(readFileSync(path('dotfiles/settings.json'), 'utf8')).toBe(SETTINGS);
  });
});

describe('editing a file of somebody else', () => {
  it('keeps comments, trailing commas and line ends of JSON', () => {
    const text = '{\r\n\t// why\r\n\t"a": {\r\n\t\t"b": 1, // one\r\n\t},\r\n}\r\n';
    const edited = editJson(text, [{ path: ['a', 'c'], value: 'x' }]);
    expect(edited).toEqual({
      ok: true,
      value: '{\r\n\t// why\r\n\t"a": {\r\n\t\t"b": 1,\r\n\t\t"c": "x", // one\r\n\t},\r\n}\r\n',
    });
  });

  it('sets what it says in any JSON, and the rest stays', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 }),
        fc.constantFrom(0, 2, '\t'),
        fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
        (object, indent, path) => {
          const text = JSON.stringify(object, null, indent);
          const edited = editJson(text, [{ path, value: 'v' }]);
          if (!edited.ok) return;
          const value = JSON.parse(edited.value) as Record<string, unknown>;
          const at = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
          expect(at).toBe('v');
          const { [path[0]!]: _, ...rest } = value;
          const { [path[0]!]: __, ...before } = JSON.parse(text) as Record<string, unknown>;
          expect(rest).toEqual(before);
          expect(undoSplice(edited.value, spliceBetween(text, edited.value))).toBe(text);
        },
      ),
    );
  });

  it('keeps comments of TOML and lines of an environment', () => {
    const toml = editTomlFile(TOML, [{ path: ['otel', 'log_user_prompt'], value: false }]);
    expect(toml).toEqual({ ok: true, value: `${TOML}\n[otel]\nlog_user_prompt = false\n` });
    expect(editEnv('# keys\nexport A=1\nB=2', [{ path: ['A'], value: '3' }])).toEqual({
      ok: true,
      value: '# keys\nexport A=3\nB=2',
    });
  });

  it('shows the lines that differ and no others', () => {
    const before = 'a\nb\nc\nd\ne\n';
    expect(lineChanges(before, 'a\nb\nX\nd\ne\n').map(({ sign, line }) => sign + line)).toEqual([
      ' b',
      '-c',
      '+X',
      ' d',
    ]);
  });
});
