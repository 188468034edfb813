import { MeterlineError } from '@meterline/core';
import type { Ledger, SessionTotals } from '@meterline/store';

const MAX_NAMED = 8;

/** The one session of an id, or of a beginning of it; of an app where several have it. */
export const oneSession = async (
  ledger: Ledger,
  id: string,
  app: string | undefined,
): Promise<SessionTotals> => {
  const all = await ledger.findSessions(id);
  const found = app === undefined ? all : all.filter((session) => (session.app ?? '') === app);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only === undefined)
    throw new MeterlineError({
      code: 'SESSION_NOT_FOUND',
      message: `No session${app === undefined ? '' : ' of that app'} has this id, or a beginning like it.`,
      ...(all.length > 0 ? { hint: `It is one of ${appsOf(all)}.` } : {}),
    });
  const sameId = found.every(({ session }) => session === only.session);
  throw new MeterlineError({
    code: 'REQUEST_INVALID',
    message: sameId
      ? `app: Sessions of ${found.length} apps have this id: ${appsOf(found)}.`
      : `session: ${found.length} sessions have an id that begins so.`,
    hint: sameId ? 'Say which app is meant.' : 'Give more of the id.',
  });
};

const appsOf = (sessions: readonly SessionTotals[]): string =>
  sessions
    .slice(0, MAX_NAMED)
    .map(({ app }) => app ?? 'no app (app=)')
    .join(', ');
