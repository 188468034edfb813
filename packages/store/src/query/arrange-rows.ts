import type { UsageQuery, UsageResult, UsageRow, UsageTotals } from '@meterline/core';

/**
 * Orders and limits rows, the same way for every engine. `limit` keeps the largest rows; with an interval those kept
 * are then shown by time. Ties go on to cost, tokens, calls and at last the texts of the key, so the order is total.
 */
export const arrangeRows = (rows: UsageRow[], totals: UsageTotals, query: UsageQuery): UsageResult => {
  const { orderBy = 'cost', limit = rows.length, interval } = query;
  const sizes = [...new Set([orderBy, 'cost', 'tokens', 'calls'] as const)].map((name) => SIZES[name]);
  const bySize = orderRows(rows, sizes).slice(0, limit);
  // Sorting keeps the order of equals: those of one time stay by size.
  const kept = interval === undefined ? bySize : bySize.sort((a, b) => a.start! - b.start!);
  return { rows: kept, totals, omittedRows: rows.length - kept.length };
};

/** Largest first. Sizes are read once each: there may be 100,000 rows, and each is compared many times. */
const orderRows = (
  rows: readonly UsageRow[],
  sizes: readonly ((totals: UsageTotals) => number)[],
): UsageRow[] => {
  const columns = sizes.map((size) => Float64Array.from(rows, size));
  const compare = (a: number, b: number): number => {
    for (const column of columns) if (column[a] !== column[b]) return column[b]! - column[a]!;
    const [one, other] = [rows[a]!, rows[b]!];
    return (one.start ?? 0) - (other.start ?? 0) || compareKeys(one.key, other.key);
  };
  return Array.from(Uint32Array.from(rows, (_, place) => place).sort(compare), (place) => rows[place]!);
};

const SIZES = {
  cost: (totals: UsageTotals) => totals.cost.listNanoUsd,
  tokens: (totals: UsageTotals) => totals.tokens.total,
  calls: (totals: UsageTotals) => totals.calls,
};

/** Largest first by the given size, then by the others. */
export const compareTotals = (orderBy: keyof typeof SIZES) => {
  const sizes = [SIZES[orderBy], SIZES.cost, SIZES.tokens, SIZES.calls];
  return (a: UsageTotals, b: UsageTotals): number => {
    for (const size of sizes) if (size(a) !== size(b)) return size(b) - size(a);
    return 0;
  };
};

/** By text, dimension after dimension; an unset value comes last. */
export const compareKeys = (a: UsageRow['key'], b: UsageRow['key']): number => {
  for (const dimension of Object.keys(a)) {
    const order = compareTexts(a[dimension]!, b[dimension]!);
    if (order !== 0) return order;
  }
  return 0;
};

export const compareTexts = (a: string | null, b: string | null): number => {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
};
