import { join, resolve } from 'node:path';
import { MeterlineError } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import { checkedZone } from '../arguments/zone.ts';
import type { Invocation } from './invocation.ts';

/** The data folder: `--home`, else METERLINE_HOME, else `~/.meterline`. Absolute. */
export const homeOf = ({ flags, shell }: Invocation): string => {
  const given = flags.text('home') ?? shell.world.env.get('METERLINE_HOME');
  if (given === undefined || given.trim() === '') return join(shell.world.env.home, '.meterline');
  return resolve(shell.cwd, given);
};

/** Opens the data folder, hands it over, and closes it whatever happens. */
export const withMeterline = async <T>(
  invocation: Invocation,
  use: (meterline: Meterline) => Promise<T>,
  options: { readonly write?: boolean } = {},
): Promise<T> => {
  const { shell } = invocation;
  const zone = checkedZone(invocation.flags.text('zone'));
  const opened = await shell.openMeterline(shell.world, {
    home: homeOf(invocation),
    readOnly: options.write !== true,
    ...(zone === undefined ? {} : { zone }),
  });
  if (!opened.ok) throw new MeterlineError(opened.fault);
  try {
    return await use(opened.value);
  } finally {
    await opened.value.close();
  }
};
