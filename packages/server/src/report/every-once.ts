import { setImmediate as otherWork } from 'node:timers/promises';

/** Rows of one page: what is held in memory, and read before other work has its turn. */
const PAGE_ROWS = 1_000;

/** What a page is asked for beyond its query. */
export interface PagePart {
  readonly limit: number;
  readonly offset?: number;
  readonly from?: number;
}

/**
 * All sessions, or tasks, of a query, page by page, each once. Calls that are recorded meanwhile move them between pages:
 * none is told twice, and one that moved in front of the page is found at the end, by the time of its last call.
 */
export async function* everyOnce<Row>(
  read: (part: PagePart) => Promise<readonly Row[]>,
  nameOf: (row: Row) => string,
  range: { readonly from?: number; readonly to?: number },
  now: number,
): AsyncGenerator<Row> {
  const told = new Set<string>();
  const fresh = (rows: readonly Row[]): readonly Row[] =>
    rows.filter((row) => !told.has(nameOf(row)) && told.add(nameOf(row)));
  for (let offset = 0; ; offset += PAGE_ROWS) {
    const rows = await read({ limit: PAGE_ROWS, offset });
    yield* fresh(rows);
    if (rows.length < PAGE_ROWS) break;
    await otherWork();
  }
  const since = Math.max(now, range.from ?? now);
  if (range.to !== undefined && range.to <= since) return;
  yield* fresh(await read({ from: since, limit: PAGE_ROWS }));
}
