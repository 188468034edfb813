import type { LapseQuery, LapseResult, LapseRow, LapseTotals } from '../store.ts';
import { compareKeys } from './arrange-rows.ts';

/** Orders and limits rows as `arrangeRows` does those of usage: the most tokens first. */
export const arrangeLapses = (rows: LapseRow[], totals: LapseTotals, query: LapseQuery): LapseResult => {
  const kept = rows.sort(bySize).slice(0, query.limit ?? rows.length);
  if (query.interval !== undefined) kept.sort((a, b) => a.start! - b.start! || bySize(a, b));
  return { rows: kept, totals, omittedRows: rows.length - kept.length };
};

const bySize = (a: LapseRow, b: LapseRow): number =>
  b.lapsedTokens - a.lapsedTokens ||
  b.lapses - a.lapses ||
  (a.start ?? 0) - (b.start ?? 0) ||
  compareKeys(a.key, b.key);
