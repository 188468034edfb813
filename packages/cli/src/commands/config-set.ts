import { MeterlineError } from '@meterline/core';
import { configPath, setConfig } from '@meterline/server';
import { SOURCES } from '@meterline/sources';
import type { Invocation } from '../program/invocation.ts';
import { homeOf } from '../program/open.ts';
import { plain } from '../render/text.ts';

export const run = async (invocation: Invocation): Promise<number> => {
  const [key = '', value = ''] = invocation.operands;
  const path = configPath(homeOf(invocation));
  const edited = setConfig(
    path,
    { key, value: value === '' ? undefined : value },
    SOURCES.map(({ id }) => id),
  );
  if (!edited.ok) throw new MeterlineError(edited.fault);
  const { paint } = invocation.screen;
  const said = value === '' ? `${key} is at its default again.` : `${key} = ${value}`;
  await invocation.shell.out.write(`${paint.good('Set:')} ${plain(said)}\n${paint.faint(path)}\n`);
  return 0;
};
