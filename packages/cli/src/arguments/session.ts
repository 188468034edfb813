import type { Meterline } from '@meterline/server';
import type { SessionTotals } from '@meterline/store';
import { onlyOne } from './only-one.ts';

/** The one session whose id is, or begins with, what was given. */
export const oneSession = async ({ ledger }: Meterline, given: string): Promise<SessionTotals> =>
  onlyOne(await ledger.findSessions(given), given, {
    one: 'session',
    missing: 'SESSION_NOT_FOUND',
    hint: '`meterline sessions` lists them.',
    nameOf: ({ app, session }) => `${session} (${app ?? 'no app'})`,
  });
