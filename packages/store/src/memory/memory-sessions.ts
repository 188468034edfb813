import type { LedgerEvent } from '@meterline/core';
import { dimensionValue, matches } from '../call/dimension-value.ts';
import { compareSessions } from '../query/arrange-sessions.ts';
import { mostUsed } from '../query/most-used.ts';
import { SEARCHED } from '../query/searched.ts';
import type { SessionPage, SessionQuery, SessionTotals } from '../store.ts';
import { addCall, noSums, toTotals } from '../totals/measures.ts';
import type { MemoryCall } from './memory-call.ts';

/** Answers a session query by looking at every call. */
export const memorySessions = (calls: Iterable<MemoryCall>, query: SessionQuery): SessionPage => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, offset = 0 } = query;
  const needle = (query.search ?? '').toLowerCase();
  const bySession = new Map<string, LedgerEvent[]>();
  for (const { event } of calls) {
    if (event.session === undefined) continue;
    const id = JSON.stringify([event.app ?? null, event.session]);
    const events = bySession.get(id);
    if (events === undefined) bySession.set(id, [event]);
    else events.push(event);
  }
  const found = [...bySession.values()]
    .filter((events) => events.some((event) => matches(event, query.where)))
    .filter((events) => needle === '' || events.some((event) => holdsText(event, needle)))
    .map(totalsOf)
    .filter(({ firstAt, lastAt }) => lastAt >= from && firstAt < to)
    .sort(compareSessions(query.orderBy));
  return { sessions: found.slice(offset, offset + query.limit), count: found.length };
};

const holdsText = (event: LedgerEvent, needle: string): boolean =>
  SEARCHED.some((dimension) => dimensionValue(event, dimension)?.toLowerCase().includes(needle));

const totalsOf = (events: readonly LedgerEvent[]): SessionTotals => {
  const sums = noSums();
  for (const event of events) addCall(sums, event, 1);
  const most = (textOf: (event: LedgerEvent) => string | undefined): readonly string[] =>
    mostUsed(events.map((event) => [textOf(event) ?? null, 1]));
  const times = events.map(({ startedAt }) => startedAt);
  return {
    ...toTotals(sums),
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
    firstAt: times.reduce((a, b) => Math.min(a, b)),
    lastAt: times.reduce((a, b) => Math.max(a, b)),
  };
};
