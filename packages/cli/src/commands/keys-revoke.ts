import { MeterlineError } from '@meterline/core';
import { revokeKey, type StoredKey } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plain } from '../render/text.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async ({ home }) => {
      const { operands, shell, screen } = invocation;
      const revoked = revokeKey(home, operands[0] ?? '');
      if (!revoked.ok) throw new MeterlineError(revoked.fault);
      const { paint } = screen;
      await shell.out.write(
        `${paint.good('Revoked:')} ${plain(revoked.value.label)}. A gateway that runs refuses it within seconds.\n${paint.faint('What it was cannot be had back; another one for the same:')}\n${paint.command(plain(createCommand(revoked.value)))}\n`,
      );
      return 0;
    },
    { write: true },
  );

/** What makes a key that stands for the same. */
const createCommand = ({ label, defaults, providerKeys }: StoredKey): string => {
  const words = ['meterline keys create --label', quoted(label)];
  for (const [name, value] of Object.entries(defaults))
    if (name.startsWith('tag-')) words.push('--tag', quoted(`${name.slice('tag-'.length)}=${value}`));
    else words.push(`--${name}`, quoted(value));
  for (const [upstream, variable] of Object.entries(providerKeys))
    words.push('--provider', `${upstream}=${variable}`);
  return words.join(' ');
};

const quoted = (text: string): string =>
  /^[\w.@:=/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
