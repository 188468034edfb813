import { setImmediate as otherWork } from 'node:timers/promises';
import type { Ledger, SessionQuery, SessionTotals } from '@meterline/store';

/** Sessions of one page: what is held in memory, and read before other work has its turn. */
const PAGE_SESSIONS = 1_000;

/**
 * All sessions of a query, page by page, each once. Calls that are recorded meanwhile move sessions between pages: none
 * is told twice, and one that moved in front of the page is found at the end, by the time of its last call.
 */
export async function* everySession(
  ledger: Ledger,
  query: Omit<SessionQuery, 'limit' | 'offset'>,
  now: number,
): AsyncGenerator<SessionTotals> {
  const told = new Set<string>();
  const fresh = (sessions: readonly SessionTotals[]): readonly SessionTotals[] =>
    sessions.filter(({ app, session }) => {
      const name = JSON.stringify([app, session]);
      return !told.has(name) && told.add(name);
    });
  for (let offset = 0; ; offset += PAGE_SESSIONS) {
    const { sessions } = await ledger.sessions({ ...query, limit: PAGE_SESSIONS, offset });
    yield* fresh(sessions);
    if (sessions.length < PAGE_SESSIONS) break;
    await otherWork();
  }
  const since = Math.max(now, query.from ?? now);
  if (query.to !== undefined && query.to <= since) return;
  const { sessions } = await ledger.sessions({ ...query, from: since, limit: PAGE_SESSIONS });
  yield* fresh(sessions);
}
