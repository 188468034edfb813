import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../src/program/tree/index.ts';
import { runCli } from './run-cli.ts';

const script = async (shell: string): Promise<string> => (await runCli(['completion', shell])).out;

/** What bash offers for a line whose last word is being typed. */
const offered = async (...words: string[]): Promise<readonly string[]> => {
  const file = join(mkdtempSync(join(tmpdir(), 'meterline-completion-')), 'completion.bash');
  writeFileSync(file, await script('bash'));
  const ask =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the braces are bash's.
    'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _meterline; printf "%s\\n" "${COMPREPLY[@]}"';
  const out = execFileSync('bash', ['-c', ask, file, 'meterline', ...words], { encoding: 'utf8' });
  return out.split('\n').filter((word) => word !== '');
};

describe('completion of bash', () => {
  it.each([
    [['co'], ['costs', 'connect', 'config', 'completion']],
    [
      ['costs', '--by', 'm'],
      ['model', 'machine'],
    ],
    [['costs', '--by', '=', 'mo'], ['model']],
    [
      ['costs', '--interval', ''],
      ['hour', 'day', 'week', 'month'],
    ],
    [['costs', '--com'], ['--compare']],
    [['prices', 's'], ['set']],
    [['prices', 'set', 'my-model', '--li'], ['--like']],
    [['watch', 'cod'], ['codex']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['costs', '--limit', ''], []],
  ])('%j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });
});

it.each(['bash', 'zsh', 'fish'])('the script of %s knows every command and every option', async (shell) => {
  const text = await script(shell);
  for (const { name, options = [], subcommands = [] } of COMMANDS) {
    expect(text).toContain(name);
    for (const option of [...options, ...subcommands.flatMap((inner) => inner.options ?? [])])
      expect(text).toContain(shell === 'fish' ? ` -l ${option.name}` : `--${option.name}`);
  }
});
