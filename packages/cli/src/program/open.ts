import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MeterlineError } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import { checkedZone } from '../arguments/zone.ts';
import type { Invocation } from './invocation.ts';

/** The data folder: `--home`, else METERLINE_HOME, else `~/.meterline`. Absolute. */
export const homeOf = ({ flags, shell }: Invocation): string => {
  const flag = flags.text('home');
  const given = flag ?? shell.world.env.get('METERLINE_HOME');
  if (given === undefined || given.trim() === '') return join(shell.world.env.home, '.meterline');
  const home = resolve(shell.cwd, given);
  if (!isOtherThanFolder(home)) return home;
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `${flag === undefined ? 'METERLINE_HOME' : '--home'} is '${given}', which is no folder.`,
    hint: 'It names the data folder, with the ledger in it; one that does not exist is made.',
  });
};

/** What cannot be looked at is left to who opens it. */
const isOtherThanFolder = (path: string): boolean => {
  try {
    return !statSync(path).isDirectory();
  } catch {
    return false;
  }
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
