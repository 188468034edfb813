import { MeterlineError } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import type { SessionTotals } from '@meterline/store';
import { plain } from '../render/text.ts';

const MAX_NAMED = 5;
const MIN_PREFIX = 6;

/** The one session whose id is, or begins with, what was given. */
export const oneSession = async ({ ledger }: Meterline, given: string): Promise<SessionTotals> => {
  const found = await ledger.findSessions(given);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined)
    throw new MeterlineError({
      code: 'SESSION_NOT_FOUND',
      message: `No session has the id '${plain(given)}', or a beginning like it.`,
      hint:
        given.length < MIN_PREFIX
          ? `Give at least ${MIN_PREFIX} characters of it. \`meterline sessions\` lists them.`
          : '`meterline sessions` lists them.',
    });
  const names = found.slice(0, MAX_NAMED).map(({ app, session }) => `${session} (${app ?? 'no app'})`);
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `${found.length} sessions have an id that begins with '${plain(given)}'; give more of it.`,
    hint: names.join(', '),
  });
};
