import { resolve } from 'node:path';
import { MeterlineError } from '@meterline/core';
import { configPath, loadConfig, setConfig } from '@meterline/server';
import { SOURCES } from '@meterline/sources';
import { sourceNamed } from '../arguments/source.ts';
import type { Invocation } from '../program/invocation.ts';
import { homeOf } from '../program/open.ts';
import { plain } from '../render/text.ts';
import { roadOf } from './connect-client.ts';
import { disconnectClient } from './disconnect-client.ts';

const IDS = SOURCES.map(({ id }) => id);

export const run = async (invocation: Invocation): Promise<number> => {
  const road = roadOf(invocation);
  return road === undefined ? disconnectLogs(invocation) : disconnectClient(invocation, road);
};

const disconnectLogs = async (invocation: Invocation): Promise<number> => {
  const { shell, screen, flags, operands } = invocation;
  const source = sourceNamed(operands[0] ?? '', SOURCES);
  const given = flags.text('path');
  if (given === undefined) edit(invocation, `sources.${source.id}.enabled`, 'false');
  else removeRoot(invocation, source.id, resolve(shell.cwd, given));
  const what = given === undefined ? `${source.name} is no longer read.` : `${given} is no longer read.`;
  await shell.out.write(
    `${screen.paint.good('Disconnected:')} ${plain(what)} Its calls stay in the ledger.\n${screen.paint.faint(`meterline connect ${source.id} takes it back.`)}\n`,
  );
  return 0;
};

const edit = (invocation: Invocation, key: string, value: string | undefined): void => {
  const edited = setConfig(configPath(homeOf(invocation)), { key, value }, IDS);
  if (!edited.ok) throw new MeterlineError(edited.fault);
};

const removeRoot = (invocation: Invocation, id: string, path: string): void => {
  const loaded = loadConfig(homeOf(invocation), IDS);
  if (!loaded.ok) throw new MeterlineError(loaded.fault);
  const roots = loaded.value.sources[id]?.roots ?? [];
  if (!roots.includes(path))
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `--path ${plain(path)} is no folder that was connected to ${id}.`,
      hint: roots.length === 0 ? `None was: its known places are read.` : `Connected: ${roots.join(', ')}.`,
    });
  const left = roots.filter((root) => root !== path);
  edit(invocation, `sources.${id}.roots`, left.length === 0 ? undefined : left.join(','));
};
