import type { Ledger, SessionQuery, SessionTotals, TaskQuery, TaskTotals } from '@meterline/store';
import { everyOnce } from './every-once.ts';

/** All sessions of a query, page by page, each once. */
export const everySession = (
  ledger: Ledger,
  query: Omit<SessionQuery, 'limit' | 'offset'>,
  now: number,
): AsyncGenerator<SessionTotals> =>
  everyOnce(
    async (part) => (await ledger.sessions({ ...query, ...part })).sessions,
    ({ app, session }) => JSON.stringify([app, session]),
    query,
    now,
  );

/** All tasks of a query, in the same way. */
export const everyTask = (
  ledger: Ledger,
  query: Omit<TaskQuery, 'limit' | 'offset'>,
  now: number,
): AsyncGenerator<TaskTotals> =>
  everyOnce(
    async (part) => (await ledger.tasks({ ...query, ...part })).tasks,
    ({ task }) => task,
    query,
    now,
  );
