import type { UsageEvent } from '@meterline/core';
import { expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

const ESCAPE = '\u001b[';

it.each([
  ['a terminal', { columns: 80 }, [], true],
  ['a pipe', {}, [], false],
  ['a terminal with NO_COLOR', { columns: 80, env: { NO_COLOR: '1' } }, [], false],
  ['a terminal with an empty NO_COLOR', { columns: 80, env: { NO_COLOR: '' } }, [], true],
  ['a terminal with --no-color', { columns: 80 }, ['--no-color'], false],
  ['a dumb terminal', { columns: 80, env: { TERM: 'dumb' } }, [], false],
  ['a pipe with FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, [], true],
  ['a terminal with FORCE_COLOR=0', { columns: 80, env: { FORCE_COLOR: '0' } }, [], false],
  ['a pipe with NO_COLOR and FORCE_COLOR', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, [], false],
  ['a pipe with --color', { env: { NO_COLOR: '1' } }, ['--color'], true],
] as const)('%s', async (_name, options, flags, coloured) => {
  const { out } = await runCli(['costs', ...flags], options);
  expect(out.includes(ESCAPE)).toBe(coloured);
});

it('says the same with and without colours', async () => {
  const plain = await runCli(['cache', '--no-color'], { columns: 100 });
  const coloured = await runCli(['cache', '--color'], { columns: 100 });
  expect(coloured.out.replace(/\u001b\[\d+m/g, '')).toBe(plain.out);
});

it('never lets a name move the cursor', async () => {
  const evil = 'a\u001b[2Jb\u202ec';
  const call: UsageEvent = {
    ...{ keys: ['k'], startedAt: Date.UTC(2026, 10, 21), source: 'jsonl', capture: 'import' },
    ...{ provider: 'openai', model: 'gpt-5.4', tokens: { input: 10 }, status: 'ok', confidence: 'exact' },
    ...{ app: evil, project: evil, session: evil, task: evil, agent: evil, errorType: evil },
  };
  for (const argv of [['costs', '--by', 'app,project'], ['sessions'], ['tasks'], ['task', evil]]) {
    const ran = await runCli([...argv, '--no-color'], { calls: [call] });
    expect(ran.out).toContain('a·[2Jb·c');
    expect(ran.out).not.toContain('\u001b');
  }
});
