import { MeterlineError } from '@meterline/core';
import { createKey, type MadeKey } from '@meterline/server';
import type { Flags } from '../program/flags.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plain } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { keysReport, pairsText } from '../report/keys-report.ts';

/** Dimensions that a key may stand for. */
const DEFAULTS = ['user', 'app', 'tenant', 'feature', 'project', 'environment'] as const;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async ({ home, zone }) => {
      const { flags, now } = invocation;
      const made = createKey(home, {
        label: flags.text('label') ?? '',
        defaults: defaultsOf(flags),
        providerKeys: Object.fromEntries(flags.list('provider').map((pair) => pairOf('provider', pair))),
        now,
      });
      if (!made.ok) throw new MeterlineError(made.fault);
      const { secret, stored } = made.value;
      if (flags.on('json')) await emit(invocation, keysReport({ keys: [stored], secret, zone, now }));
      else await show(invocation, made.value);
      return 0;
    },
    { write: true },
  );

const defaultsOf = (flags: Flags): Record<string, string> => {
  const tags = flags.list('tag').map((pair): [string, string] => {
    const [name, value] = pairOf('tag', pair);
    return [`tag-${name.toLowerCase()}`, value];
  });
  const plainOnes = DEFAULTS.flatMap((name): [string, string][] => {
    const value = flags.text(name);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries([...plainOnes, ...tags]);
};

const pairOf = (flag: string, text: string): [string, string] => {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `--${flag} is '${plain(text)}', but must be ${flag === 'tag' ? 'NAME=VALUE' : 'UPSTREAM=VARIABLE'}.`,
  });
};

const show = async ({ shell, screen }: Invocation, { secret, stored }: MadeKey): Promise<void> => {
  const { paint } = screen;
  await shell.out.write(
    [
      `${paint.good('Made:')} ${plain(stored.label)} ${paint.faint(`(${stored.id})`)}`,
      '',
      `  ${secret}`,
      '',
      'It is shown this once: Meterline keeps only its hash. Clients send it where they send the key of the provider.',
      `Calls with it are put down to ${plain(pairsText(stored.defaults))}.`,
      paint.faint(`meterline keys revoke ${stored.id} takes it back.`),
      '',
    ].join('\n'),
  );
};
