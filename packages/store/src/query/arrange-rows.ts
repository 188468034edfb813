import type { UsageQuery, UsageResult, UsageRow, UsageTotals } from '@meterline/core';

/**
 * Orders and limits rows, the same way for every engine. `limit` keeps the largest rows; with an interval those kept
 * are then shown by time. Ties go on to cost, tokens, calls and at last the texts of the key, so the order is total.
 */
export const arrangeRows = (rows: UsageRow[], totals: UsageTotals, query: UsageQuery): UsageResult => {
  const bySize = compareRows(query.orderBy ?? 'cost');
  const kept = rows.sort(bySize).slice(0, query.limit ?? rows.length);
  if (query.interval !== undefined) kept.sort((a, b) => a.start! - b.start! || bySize(a, b));
  return { rows: kept, totals, omittedRows: rows.length - kept.length };
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

const compareRows = (orderBy: keyof typeof SIZES) => {
  const compare = compareTotals(orderBy);
  return (a: UsageRow, b: UsageRow): number =>
    compare(a, b) || (a.start ?? 0) - (b.start ?? 0) || compareKeys(a.key, b.key);
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
