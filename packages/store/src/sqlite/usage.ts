import type { UsageQuery, UsageResult, UsageRow, UsageTotals } from '@meterline/core';
import { type PlanPiece, planUsage } from '../plan/usage-plan.ts';
import { arrangeRows } from '../query/arrange-rows.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import { MEASURES, toTotals } from '../totals/measures.ts';
import { type Accumulator, createAccumulator } from './accumulator.ts';
import { scanSegments } from './segment-scan.ts';
import type { Shelf } from './shelf.ts';
import { usageSql } from './usage-sql.ts';

/** Answers a usage query from the tables that the plan names, in one read transaction of the caller. */
export const readUsage = (shelf: Shelf, query: UsageQuery): UsageResult => {
  const zone = shelf.zone();
  const sealed = sealedDays(shelf);
  const days = occupiedDays(shelf, query.from, query.to);
  const plan = planUsage(query, {
    zone,
    days,
    nextDay: shelf.nextDay,
    isSealed: (day) => sealed.has(day),
  });
  const accumulator = createAccumulator();
  for (const piece of plan.pieces) addPiece(shelf, accumulator, piece, query);
  // What the tail took off may have been all of a group.
  const found = accumulator.groups
    .map((_, group) => group)
    .filter((group) => accumulator.sumsOf(0)[group] !== 0);
  const largest = largestGroups(accumulator, found, query);
  const rows = largest.map((group): UsageRow => {
    const { cell, ids } = accumulator.groups[group]!;
    const key = Object.fromEntries(query.by.map((dimension, i) => [dimension, shelf.names.textOf(ids[i]!)]));
    return {
      key,
      start: plan.cells[cell]!,
      ...toTotals(MEASURES.map((_, m) => accumulator.sumsOf(m)[group]!)),
    };
  });
  const result = arrangeRows(rows, totalsOf(accumulator, found), query);
  return { ...result, omittedRows: found.length - result.rows.length };
};

const SIZE = { cost: 'list_nano_usd', tokens: 'total_tokens', calls: 'calls' } as const;

/** Groups that may be among the limit's rows: as large as the last of them or larger. Only these are made into rows. */
const largestGroups = (
  accumulator: Accumulator,
  groups: readonly number[],
  query: UsageQuery,
): readonly number[] => {
  const { limit, orderBy = 'cost' } = query;
  if (limit === undefined || limit < 1 || limit >= groups.length) return groups;
  const sizes = accumulator.sumsOf(MEASURES.indexOf(SIZE[orderBy]));
  const least = Float64Array.from(groups, (group) => sizes[group]!).sort()[groups.length - limit]!;
  return groups.filter((group) => sizes[group]! >= least);
};

const totalsOf = (accumulator: Accumulator, groups: readonly number[]): UsageTotals =>
  toTotals(
    MEASURES.map((_, measure) => {
      const sums = accumulator.sumsOf(measure);
      return groups.reduce((total, group) => total + sums[group]!, 0);
    }),
  );

const addPiece = (shelf: Shelf, accumulator: Accumulator, piece: PlanPiece, query: UsageQuery): void => {
  const { level, spans, sign } = piece;
  if (level === 'segment') {
    scanSegments(shelf, accumulator, spans, query);
    return;
  }
  const { sql, params } = usageSql(level, spans, query.by, query.where);
  const columns = query.by.map((_, i) => `d${i}`);
  for (const row of shelf.connection.prepare(sql).iterate(...params)) {
    const ids = columns.map((column) => row[column] as number);
    const group = accumulator.groupOf(row.cell as number, ids);
    for (let m = 0; m < MEASURES.length; m++) {
      accumulator.sumsOf(m)[group]! += sign * (row[MEASURES[m]!] as number);
    }
  }
};

/** Starts of the ledger's days that have calls and may meet the range; each is found by one step in the table's order. */
export const occupiedDays = (
  shelf: Shelf,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): number[] => {
  const first = Number.isFinite(from) ? Math.floor(shelf.dayOf(from) / BUCKET_MS) : MIN_BUCKET;
  const end = Number.isFinite(to) ? Math.ceil(to / BUCKET_MS) : -MIN_BUCKET;
  return shelf.connection
    .prepare(OCCUPIED)
    .all(first, end)
    .map((row) => (row.day as number) * BUCKET_MS);
};

const MIN_BUCKET = -(2 ** 50);
const OCCUPIED = `WITH RECURSIVE occupied (day) AS (
    SELECT min(day) FROM day_total WHERE day >= ?1
    UNION ALL
    SELECT (SELECT min(day) FROM day_total WHERE day > occupied.day) FROM occupied WHERE occupied.day < ?2
  ) SELECT day FROM occupied WHERE day < ?2`;

const sealedDays = (shelf: Shelf): ReadonlySet<number> =>
  new Set(
    shelf.connection
      .prepare('SELECT day FROM sealed_day')
      .all()
      .map((row) => (row.day as number) * BUCKET_MS),
  );
