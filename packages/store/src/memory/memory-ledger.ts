import {
  type Cost,
  type CronJobName,
  type DeclaredUsage,
  type LedgerEvent,
  MeterlineError,
  mergeEvents,
  sameLedgerEvent,
} from '@meterline/core';
import { callId, isIdPrefix, isWholeId } from '../call/call-id.ts';
import { matches } from '../call/dimension-value.ts';
import { groupCopies, wholeOf } from '../call/group-copies.ts';
import { laterDeclared } from '../facts/later-declared.ts';
import {
  checkDimension,
  checkDimensions,
  checkFilters,
  checkQuery,
  checkZone,
} from '../query/check-query.ts';
import { createRepriceReport, sameCost } from '../reprice/reprice-report.ts';
import type {
  AppendResult,
  CallPlace,
  Checkpoint,
  EventQuery,
  Ledger,
  LedgerBatch,
  RepriceResult,
  StoredCall,
} from '../store.ts';
import { bucketStart } from '../totals/bucket.ts';
import { addCall, noSums, toTotals } from '../totals/measures.ts';
import { findByText } from './group-of-calls.ts';
import { createIssueLog } from './issue-log.ts';
import type { MemoryCall } from './memory-call.ts';
import { createMemoryChanges, type MemoryChanges } from './memory-changes.ts';
import { lapsesOf, memoryLapses } from './memory-lapses.ts';
import { memoryActiveSessions, memorySessions } from './memory-sessions.ts';
import { memoryTasks } from './memory-tasks.ts';
import { memoryTimings } from './memory-timings.ts';
import { memoryUsage } from './memory-usage.ts';

/** Everything that a memory ledger holds. */
interface Shelf {
  zone: string;
  revision: number;
  readonly calls: Set<MemoryCall>;
  readonly byKey: Map<string, MemoryCall>;
  readonly checkpoints: Map<string, Checkpoint>;
  readonly declared: Map<string, DeclaredUsage>;
  readonly cronJobs: Map<string, CronJobName>;
  readonly issues: ReturnType<typeof createIssueLog>;
  readonly changes: MemoryChanges;
}

/** The oracle: no index, no rollup, every answer worked out from the calls. For tests and dry runs. */
export const openMemoryLedger = ({ zone }: { readonly zone: string }): Ledger => {
  checkZone(zone);
  const shelf: Shelf = {
    zone,
    revision: 0,
    calls: new Set(),
    byKey: new Map(),
    checkpoints: new Map(),
    declared: new Map(),
    cronJobs: new Map(),
    issues: createIssueLog(),
    changes: createMemoryChanges(),
  };
  return {
    capabilities: { durable: false, sql: false, concurrentWriters: false },
    ...writing(shelf),
    ...summing(shelf),
    ...listing(shelf),
    ...readFacts(shelf),
    ...shelf.changes,
    dimensionValues: async (dimension, limit) => {
      checkDimension(dimension);
      const by = [dimension as 'model'];
      const { rows } = memoryUsage(shelf.calls, { zone: 'UTC', by, where: [], orderBy: 'calls' });
      return rows
        .map(({ key }) => key[dimension])
        .filter((value) => typeof value === 'string')
        .slice(0, limit);
    },
    stats: async () => stats(shelf),
    revision: async () => shelf.revision,
    sql: async () => {
      throw new MeterlineError({ code: 'SQL_INVALID', message: 'A ledger in memory answers no SQL.' });
    },
    rebuildDays: async (next) => {
      checkZone(next);
      shelf.zone = next;
    },
    settle: async () => {},
    close: async () => {},
  };
};

/** Sums over calls. */
const summing = (shelf: Shelf): Pick<Ledger, 'usage' | 'lapses' | 'timings' | 'activeSessions'> => ({
  usage: async (query) => {
    checkQuery(query);
    return memoryUsage(shelf.calls, query);
  },
  lapses: async (query) => {
    checkQuery(query);
    return memoryLapses(shelf.calls, query);
  },
  timings: async (query) => {
    checkDimensions(query);
    return memoryTimings(shelf.calls, query);
  },
  activeSessions: async (query) => {
    checkQuery({ ...query, by: [] });
    return memoryActiveSessions(shelf.calls, query);
  },
});

/** Calls, and what they are parts of, one by one. */
const listing = (
  shelf: Shelf,
): Pick<Ledger, 'sessions' | 'findSessions' | 'tasks' | 'findTasks' | 'events' | 'findCalls'> => ({
  sessions: async (query) => {
    checkFilters(query.where);
    return memorySessions(shelf.calls, query);
  },
  findSessions: async (text) =>
    findByText(memorySessions(shelf.calls, EVERYTHING).sessions, ({ session }) => session, text),
  tasks: async (query) => {
    checkFilters(query.where);
    return memoryTasks(shelf.calls, query);
  },
  findTasks: async (text) => findByText(memoryTasks(shelf.calls, EVERYTHING).tasks, ({ task }) => task, text),
  events: (query) => {
    checkFilters(query.where ?? []);
    return select(liveCalls(shelf), query);
  },
  findCalls: async (text) => findCalls(shelf, liveCalls(shelf), text),
});

const liveCalls = (shelf: Shelf): readonly StoredCall[] =>
  [...shelf.calls].filter((call) => !call.dropped).map(({ event }) => stored(event));

const writing = (shelf: Shelf): Pick<Ledger, 'append' | 'reprice' | 'dropEventsBefore'> => ({
  append: async (batch) => {
    shelf.revision += 1;
    return append(shelf, batch);
  },
  reprice: (query, price, { dryRun }) => {
    if (!dryRun) shelf.revision += 1;
    return reprice(shelf, select(liveCalls(shelf), query), price, dryRun);
  },
  dropEventsBefore: async (instant) => {
    const doomed = [...shelf.calls].filter(
      ({ event, dropped }) => !dropped && event.startedAt < bucketStart(instant),
    );
    const lapses = lapsesOf(shelf.calls);
    for (const call of doomed) {
      call.dropped = true;
      call.lapse = lapses.get(call);
    }
    shelf.revision += 1;
    return doomed.length;
  },
});

const readFacts = (
  shelf: Shelf,
): Pick<Ledger, 'declared' | 'cronJobs' | 'checkpoint' | 'checkpoints' | 'issues'> => ({
  declared: async (of) =>
    [...shelf.declared.values()].filter(
      (d) => of === undefined || (d.app === of.app && d.session === of.session),
    ),
  cronJobs: async () => [...shelf.cronJobs.values()],
  checkpoint: async (source, path) => shelf.checkpoints.get(JSON.stringify([source, path])),
  checkpoints: async (source) => [...shelf.checkpoints.values()].filter((c) => c.source === source),
  issues: async () => shelf.issues.summaries(),
});

const reprice = async (
  shelf: Shelf,
  calls: AsyncIterable<StoredCall>,
  price: (call: StoredCall) => Cost | undefined,
  dryRun: boolean,
): Promise<RepriceResult> => {
  const report = createRepriceReport();
  for await (const call of calls) {
    const cost = price(call);
    report.examine(call, cost);
    if (dryRun || cost === undefined || sameCost(call.cost, cost)) continue;
    const found = shelf.byKey.get(call.keys[0]!)!;
    found.event = { ...found.event, cost };
  }
  return report.result();
};

const EVERYTHING = { where: [], orderBy: 'newest', limit: Number.POSITIVE_INFINITY } as const;

const stored = (event: LedgerEvent): StoredCall => ({ ...event, id: callId(event.keys) });

const append = (shelf: Shelf, batch: LedgerBatch): AppendResult => {
  const result = { added: 0, merged: 0, unchanged: 0 };
  for (const call of groupCopies(batch.events)) result[place(shelf, wholeOf(call))] += 1;
  for (const checkpoint of batch.checkpoints ?? []) {
    shelf.checkpoints.set(JSON.stringify([checkpoint.source, checkpoint.path]), checkpoint);
  }
  for (const issue of batch.issues ?? []) shelf.issues.add(issue);
  for (const declared of batch.declared ?? []) {
    const key = JSON.stringify([declared.app, declared.session, declared.model]);
    shelf.declared.set(key, laterDeclared(shelf.declared.get(key), declared));
  }
  for (const job of batch.cronJobs ?? []) shelf.cronJobs.set(JSON.stringify([job.app, job.cron]), job);
  return result;
};

/** Puts one call in its place: new, merged with the ones it is, or folded into one that was dropped. */
const place = (shelf: Shelf, copy: LedgerEvent): keyof AppendResult => {
  const known = new Set(copy.keys.map((key) => shelf.byKey.get(key)).filter((call) => call !== undefined));
  const live = [...known].filter((call) => !call.dropped);
  const dropped = [...known].find((call) => call.dropped);
  if (dropped !== undefined) return fold(shelf, copy, dropped, live);
  const merged = live.reduce((event, call) => mergeEvents(call.event, event), copy);
  const [first] = live;
  if (first !== undefined && live.length === 1 && sameLedgerEvent(first.event, merged)) return 'unchanged';
  for (const call of live) shelf.calls.delete(call);
  const call = { event: merged, dropped: false };
  shelf.calls.add(call);
  for (const key of merged.keys) shelf.byKey.set(key, call);
  shelf.changes.placed(call, live);
  return first === undefined ? 'added' : 'merged';
};

/** A dropped call cannot be changed any more; live ones that turn out to be the same are taken off, or they counted twice. */
const fold = (
  shelf: Shelf,
  copy: LedgerEvent,
  dropped: MemoryCall,
  live: readonly MemoryCall[],
): keyof AppendResult => {
  const keys = [...copy.keys, ...live.flatMap((call) => call.event.keys)];
  const moved = keys.filter((key) => shelf.byKey.get(key)?.dropped !== true);
  for (const call of live) shelf.calls.delete(call);
  shelf.changes.removed(live);
  for (const key of moved) shelf.byKey.set(key, dropped);
  return moved.length === 0 ? 'unchanged' : 'merged';
};

async function* select(calls: readonly StoredCall[], query: EventQuery): AsyncGenerator<StoredCall> {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, where = [], limit } = query;
  const sign = query.order === 'newest' ? -1 : 1;
  const wanted = calls.filter(
    (call) => call.startedAt >= from && call.startedAt < to && matches(call, where) && endedSo(call, query),
  );
  // Of one moment the oldest come first or last, too: calls stand in the order in which they came.
  if (sign < 0) wanted.reverse();
  wanted.sort((a, b) => sign * (a.startedAt - b.startedAt));
  const rest = query.after === undefined ? wanted : callsAfter(wanted, query.after, sign);
  yield* rest.slice(0, limit ?? rest.length);
}

const endedSo = ({ status, cost }: StoredCall, asked: EventQuery): boolean =>
  (asked.status === undefined || (asked.status === 'failed' ? status !== 'ok' : status === asked.status)) &&
  (asked.unpriced !== true || cost.status === 'unpriced');

const callsAfter = (
  calls: readonly StoredCall[],
  { startedAt, id }: CallPlace,
  sign: number,
): readonly StoredCall[] => {
  const at = calls.findIndex(
    (call) => call.startedAt === startedAt && call.keys.some((key) => callId([key]) === id),
  );
  return at === -1 ? calls.filter((call) => sign * (call.startedAt - startedAt) >= 0) : calls.slice(at + 1);
};

const findCalls = (shelf: Shelf, calls: readonly StoredCall[], text: string): readonly StoredCall[] => {
  const byKey = shelf.byKey.get(text);
  if (byKey !== undefined && !byKey.dropped) return [stored(byKey.event)];
  if (isWholeId(text)) return calls.filter(({ keys }) => keys.some((key) => callId([key]) === text));
  return isIdPrefix(text) ? calls.filter(({ id }) => id.startsWith(text)) : [];
};

const stats = (shelf: Shelf) => {
  const sums = noSums();
  let rawCalls = 0;
  let firstAt: number | null = null;
  let lastAt: number | null = null;
  for (const { event, dropped } of shelf.calls) {
    addCall(sums, event, 1);
    if (!dropped) rawCalls += 1;
    firstAt = Math.min(firstAt ?? event.startedAt, event.startedAt);
    lastAt = Math.max(lastAt ?? event.startedAt, event.startedAt);
  }
  const totals = toTotals(sums);
  return {
    schemaVersion: 0,
    calls: totals.calls,
    rawCalls,
    sessions: memorySessions(shelf.calls, EVERYTHING).count,
    firstAt,
    lastAt,
    sizeBytes: 0,
    tokens: totals.tokens,
    zone: shelf.zone,
  };
};
