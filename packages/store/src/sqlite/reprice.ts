import type { Cost } from '@meterline/core';
import { createRepriceReport, sameCost } from '../reprice/reprice-report.ts';
import type { EventQuery, RepriceResult, StoredCall } from '../store.ts';
import { type Cursor, PAGE_ROWS, type Page, readPage } from './calls.ts';
import type { EventRow } from './event-row.ts';
import { callOf, replaceEvent } from './event-table.ts';
import { bumpRevision } from './meta.ts';
import { createRollupDeltas } from './rollup-deltas.ts';
import type { Shelf } from './shelf.ts';
import type { WriteLock } from './write-lock.ts';

export interface RepriceOptions {
  readonly dryRun: boolean;
  readonly bookVersion: string;
  readonly at: number;
}

/** Prices again page by page; each page is one transaction, and doing it twice changes nothing more. */
export const repriceCalls = async (
  shelf: Shelf,
  lock: WriteLock,
  query: EventQuery,
  price: (call: StoredCall) => Cost | undefined,
  options: RepriceOptions,
): Promise<RepriceResult> => {
  const report = createRepriceReport();
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let after: Cursor | undefined;
  do {
    const size = Math.min(left, PAGE_ROWS);
    const work = (): Page =>
      repricePage(shelf, readPage(shelf, query, after, size), price, report.examine, options);
    const page: Page = options.dryRun ? work() : await lock.write(work);
    left -= page.rows.length;
    after = page.next;
  } while (after !== undefined && left > 0);
  return report.result();
};

const repricePage = (
  shelf: Shelf,
  page: Page,
  price: (call: StoredCall) => Cost | undefined,
  examine: (call: StoredCall, cost: Cost | undefined) => void,
  options: RepriceOptions,
): Page => {
  shelf.zone();
  const deltas = createRollupDeltas(shelf.connection, shelf.dayOf);
  for (const row of page.rows) {
    const call = callOf(shelf, row);
    const cost = price(call);
    examine(call, cost);
    if (options.dryRun || cost === undefined || sameCost(call.cost, cost)) continue;
    keepOldCost(shelf, row, call.cost, options);
    const { id: _, ...event } = call;
    const repriced = { ...event, cost };
    const scope = replaceEvent(shelf, row.id as number, repriced);
    deltas.move(event, scope, -1);
    deltas.move(repriced, scope, 1);
  }
  deltas.flush();
  if (!options.dryRun) bumpRevision(shelf.connection);
  return page;
};

const keepOldCost = (shelf: Shelf, row: EventRow, cost: Cost, { at, bookVersion }: RepriceOptions): void => {
  shelf.connection
    .prepare('INSERT INTO cost_history (event, repriced_at, new_book_version, old_cost) VALUES (?, ?, ?, ?)')
    .run(row.id as number, at, bookVersion, JSON.stringify(cost));
};
