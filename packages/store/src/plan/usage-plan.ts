import { HOUR_MS, nextInterval, startOfInterval, type UsageQuery } from '@meterline/core';
import { bucketCeiling } from '../totals/bucket.ts';

/**
 * Which table answers which part of a range. The one place that decides it.
 *
 *     from                                                                 to
 *      │ event │ hours │ segment │ segment │ day_total │ quarter_total│ - event │
 *      └ head ─┴ until ┴ whole days of the ledger's ───┴ last day ────┴ tail ───┘
 *        of a    mid-    zone: sealed, or changed since                 of a
 *        quarter night                                                  quarter
 *
 * Both ends of the range are moved up to a quarter of an hour; what that loses at the head is added from the calls
 * themselves, what it takes too much at the tail is taken off again. (A dropped call so counts at the start of its
 * quarter.) A day is taken whole if the range holds all of it and no interval of the query ends inside it. Any other is
 * taken in parts: a sealed one by whole hours since its start and by quarters of an hour around them. Quarters are exact in
 * every zone, since all offsets in use are multiples of 15 minutes.
 */
export interface UsagePlan {
  /** Starts of the intervals, `null` where the query has none; pieces name them by position. */
  readonly cells: readonly (number | null)[];
  readonly pieces: readonly PlanPiece[];
}

export interface PlanPiece {
  readonly level: 'event' | 'quarter_total' | 'day_total' | SegmentLevel;
  /** -1: taken off. */
  readonly sign: 1 | -1;
  readonly spans: readonly PlanSpan[];
}

/** Sealed days: whole, by hour since the start of the day, and by quarter of an hour. Each of their spans lies in one day. */
export type SegmentLevel = 'segment' | 'segment_hours' | 'segment_quarters';

export type PlanSpan = readonly [cell: number, from: number, to: number];

/** What the planner must know of the ledger. */
export interface PlanFacts {
  /** Zone of the ledger's days. */
  readonly zone: string;
  /** Starts of the days that have calls, ascending UTC milliseconds. */
  readonly days: readonly number[];
  /** Start of the day after one that starts then. */
  readonly nextDay: (day: number) => number;
  readonly isSealed: (day: number) => boolean;
  /** Whether any call starts in these quarters of an hour. */
  readonly hasCalls: (from: number, to: number) => boolean;
}

/** What a question has to say about time. */
export type PlannedQuery = Pick<UsageQuery, 'from' | 'to' | 'zone' | 'interval'>;

export const planUsage = (query: PlannedQuery, facts: PlanFacts): UsagePlan => {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = query;
  if (!(from < to)) return { cells: [], pieces: [] };
  const cells = createCells(query, facts);
  const spans = {
    segment: [] as PlanSpan[],
    segment_hours: [] as PlanSpan[],
    segment_quarters: [] as PlanSpan[],
    day_total: [] as PlanSpan[],
    quarter_total: [] as PlanSpan[],
  };
  const first = bucketCeiling(from);
  const end = bucketCeiling(to);
  for (const day of facts.days) {
    const next = facts.nextDay(day);
    const part = [Math.max(day, first), Math.min(next, end)] as const;
    if (part[0] >= part[1]) continue;
    // Today mostly ends with its last call: then all of it is asked for.
    const isWhole = part[0] === day && (part[1] === next || !facts.hasCalls(part[1], next));
    const cell = isWhole ? cells.ofWhole(day, next) : undefined;
    const isSealed = facts.isSealed(day);
    if (cell !== undefined) {
      if (isSealed) spans.segment.push([cell, day, next]);
      else extend(spans.day_total, [cell, day, next]);
      continue;
    }
    const cut = cells.split(...part);
    for (const span of cut) {
      if (!isSealed) extend(spans.quarter_total, span);
      else for (const { level, part } of byHours(span, day, next)) spans[level].push(part);
    }
  }
  const pieces: PlanPiece[] = [
    { level: 'segment', sign: 1, spans: spans.segment },
    { level: 'segment_hours', sign: 1, spans: spans.segment_hours },
    { level: 'segment_quarters', sign: 1, spans: spans.segment_quarters },
    { level: 'day_total', sign: 1, spans: spans.day_total },
    { level: 'quarter_total', sign: 1, spans: spans.quarter_total },
    { level: 'event', sign: 1, spans: edge(cells, from, first) },
    { level: 'event', sign: -1, spans: edge(cells, to, end) },
  ];
  return { cells: cells.starts(), pieces: pieces.filter((piece) => piece.spans.length > 0) };
};

/** From a bound up to the quarter of an hour above it; all of it lies in one interval. */
const edge = (cells: Cells, bound: number, ceiling: number): readonly PlanSpan[] =>
  Number.isFinite(bound) && bound < ceiling ? cells.split(bound, ceiling) : [];

/** The whole hours of a span in a sealed day, counted from its start, and the quarters of an hour on both sides of them. */
const byHours = ([cell, from, to]: PlanSpan, day: number, next: number): readonly PartOfDay[] => {
  const first = Math.min(to, day + Math.ceil((from - day) / HOUR_MS) * HOUR_MS);
  const end = to === next ? to : Math.max(first, day + Math.floor((to - day) / HOUR_MS) * HOUR_MS);
  const parts: readonly PartOfDay[] = [
    { level: 'segment_quarters', part: [cell, from, first] },
    { level: 'segment_hours', part: [cell, first, end] },
    { level: 'segment_quarters', part: [cell, end, to] },
  ];
  return parts.filter(({ part }) => part[1] < part[2]);
};

interface PartOfDay {
  readonly level: 'segment_quarters' | 'segment_hours';
  readonly part: PlanSpan;
}

/** Joins a span to the one before it where both are of one interval: days between them have no calls. */
const extend = (spans: PlanSpan[], span: PlanSpan): void => {
  const last = spans.at(-1);
  if (last !== undefined && last[0] === span[0] && last[2] === span[1])
    spans[spans.length - 1] = [last[0], last[1], span[2]];
  else spans.push(span);
};

/**
 * The start of the first hour of a stretch within a day, if all others follow at steps of an hour: so they do unless the
 * clocks change by a part of one. Asking the calendar for each of 2,000 hours would take longer than to sum them.
 */
const evenHours = (from: number, to: number, zone: string): number | undefined => {
  const first = startOfInterval(from, 'hour', zone);
  const last = startOfInterval(to, 'hour', zone);
  return (last - first) % HOUR_MS === 0 ? first : undefined;
};

type Cells = ReturnType<typeof createCells>;

/** The query's intervals, numbered as they are met: only those that have calls are ever worked out. */
const createCells = (query: PlannedQuery, facts: PlanFacts) => {
  const ownDays = query.interval === 'day' && query.zone === facts.zone;
  const { interval, zone } = query;
  const numbers = new Map<number | null, number>();
  const numberOf = (start: number | null): number => {
    const known = numbers.get(start);
    if (known !== undefined) return known;
    numbers.set(start, numbers.size);
    return numbers.size - 1;
  };
  // The interval that was met last and its end: days come in order, so most lie in it.
  let current = { start: 0, end: Number.NEGATIVE_INFINITY };
  const reach = (instant: number): void => {
    if (instant >= current.start && instant < current.end) return;
    const start = startOfInterval(instant, interval!, zone);
    current = { start, end: nextInterval(start, interval!, zone) };
  };
  return {
    starts: () => [...numbers.keys()],
    /** The interval that holds all of a stretch, if one does. */
    ofWhole: (from: number, to: number): number | undefined => {
      if (interval === undefined) return numberOf(null);
      if (ownDays) return numberOf(from);
      reach(from);
      return to <= current.end ? numberOf(current.start) : undefined;
    },
    /** A stretch cut at the ends of intervals. */
    split: (from: number, to: number): readonly PlanSpan[] => {
      if (interval === undefined) return [[numberOf(null), from, to]];
      const spans: PlanSpan[] = [];
      const hour = interval === 'hour' ? evenHours(from, to, zone) : undefined;
      if (hour !== undefined) {
        for (let start = hour; start < to; start += HOUR_MS)
          spans.push([numberOf(start), Math.max(from, start), Math.min(start + HOUR_MS, to)]);
        return spans;
      }
      for (let at = from; at < to; at = current.end) {
        reach(at);
        spans.push([numberOf(current.start), at, Math.min(current.end, to)]);
      }
      return spans;
    },
  };
};
