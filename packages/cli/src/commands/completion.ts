import { MeterlineError } from '@meterline/core';
import { SOURCES } from '@meterline/sources';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { type Offer, offersOf } from '../completion/offers.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { Invocation } from '../program/invocation.ts';
import { didYouMean } from '../program/suggest.ts';
import { COMMANDS, ROOT } from '../program/tree/index.ts';

const SHELLS: Readonly<Record<string, (offers: readonly Offer[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

export const run = async ({ operands, shell }: Invocation): Promise<number> => {
  const name = operands[0] ?? '';
  const script = Object.hasOwn(SHELLS, name) ? SHELLS[name] : undefined;
  if (script === undefined)
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `There is no completion for '${name}'; shells are ${Object.keys(SHELLS).join(', ')}.${didYouMean(name, Object.keys(SHELLS))}`,
    });
  await shell.out.write(script(offersOf(ROOT, COMMANDS, { sources: SOURCES.map(({ id }) => id) })));
  return 0;
};
