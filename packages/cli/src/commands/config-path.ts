import { configPath } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';
import { homeOf } from '../program/open.ts';

export const run = async (invocation: Invocation): Promise<number> => {
  await invocation.shell.out.write(`${configPath(homeOf(invocation))}\n`);
  return 0;
};
