import { newSecret } from '@meterline/server';
import type { Invocation } from '../program/invocation.ts';

/** Nothing but the secret, so that a shell can take it. */
export const run = async ({ shell }: Invocation): Promise<number> => {
  await shell.out.write(`${newSecret()}\n`);
  return 0;
};
