import { MeterlineError } from '@meterline/core';
import { configPath, removeWebhook } from '@meterline/server';
import { SOURCES } from '@meterline/sources';
import type { Invocation } from '../program/invocation.ts';
import { homeOf } from '../program/open.ts';
import { plain } from '../render/text.ts';

export const run = async (invocation: Invocation): Promise<number> => {
  const { operands, shell, screen } = invocation;
  const [name = ''] = operands;
  const home = homeOf(invocation);
  const ids = SOURCES.map(({ id }) => id);
  const removed = removeWebhook(configPath(home), home, name, ids);
  if (!removed.ok) throw new MeterlineError(removed.fault);
  await shell.out.write(`${screen.paint.good('Removed:')} ${plain(name)}. Nothing more is sent to it.\n`);
  return 0;
};
