import type { LedgerEvent } from '@meterline/core';
import { compareSessions } from '../query/arrange-sessions.ts';
import { SEARCHED } from '../query/searched.ts';
import type {
  ActiveSessions,
  ActiveSessionsQuery,
  SessionPage,
  SessionQuery,
  SessionTotals,
} from '../store.ts';
import { holdText, namedBy, totalsOfCalls } from './group-of-calls.ts';
import type { MemoryCall } from './memory-call.ts';
import { memoryUsage } from './memory-usage.ts';

/** Answers a session query by looking at every call. */
export const memorySessions = (calls: Iterable<MemoryCall>, query: SessionQuery): SessionPage => {
  const { offset = 0 } = query;
  const active = new Set(activeIn(calls, { ...query, zone: 'UTC' }).map(({ id }) => id));
  const bySession = new Map<string, LedgerEvent[]>();
  for (const { event } of calls) {
    if (event.session === undefined) continue;
    const id = idOf(event.app ?? null, event.session);
    const events = bySession.get(id);
    if (events === undefined) bySession.set(id, [event]);
    else events.push(event);
  }
  const found = [...bySession]
    .flatMap(([id, events]) => (active.has(id) ? [events] : []))
    .filter((events) => holdText(events, query.search ?? '', SEARCHED))
    .map(totalsOf)
    .sort(compareSessions(query.orderBy));
  return { sessions: found.slice(offset, offset + query.limit), count: found.length };
};

const idOf = (app: string | null, session: string): string => JSON.stringify([app, session]);

/** Each session, once for each interval in which it has calls. */
const activeIn = (
  calls: Iterable<MemoryCall>,
  { zone, where, from, to, interval }: ActiveSessionsQuery,
): readonly { readonly id: string; readonly start: number | null }[] => {
  const bounds = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const { rows } = memoryUsage(calls, {
    ...{ zone, where, by: ['app', 'session'], ...bounds },
    ...(interval !== undefined && { interval }),
  });
  return rows.flatMap(({ key, start }) =>
    typeof key.session === 'string' ? [{ id: idOf(key.app ?? null, key.session), start }] : [],
  );
};

/** Counts them by looking at every call. */
export const memoryActiveSessions = (
  calls: Iterable<MemoryCall>,
  query: ActiveSessionsQuery,
): ActiveSessions => {
  const found = activeIn(calls, query);
  const counts = new Map<number, number>();
  for (const { start } of found) if (start !== null) counts.set(start, (counts.get(start) ?? 0) + 1);
  return {
    count: new Set(found.map(({ id }) => id)).size,
    intervals: [...counts].map(([start, count]) => ({ start, count })).sort((a, b) => a.start - b.start),
  };
};

const totalsOf = (events: readonly LedgerEvent[]): SessionTotals => {
  const { firstAt, lastAt, ...totals } = totalsOfCalls(events);
  const most = namedBy(events);
  return {
    ...totals,
    app: events[0]!.app ?? null,
    session: events[0]!.session!,
    source: most((event) => event.source)[0]!,
    parentSession: most((event) => event.parentSession)[0] ?? null,
    project: most((event) => event.project)[0] ?? null,
    branch: most((event) => event.branch)[0] ?? null,
    agent: most((event) => event.agent)[0] ?? null,
    channel: most((event) => event.channel)[0] ?? null,
    cron: most((event) => event.cron)[0] ?? null,
    models: most((event) => event.modelCanonical),
    firstAt,
    lastAt,
  };
};
