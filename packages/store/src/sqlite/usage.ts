import type { UsageQuery, UsageResult, UsageRow } from '@meterline/core';
import { arrangeRows } from '../query/arrange-rows.ts';
import { MEASURES, toTotals } from '../totals/measures.ts';
import { USAGE_SET } from '../totals/rollup-measures.ts';
import type { Shelf } from './shelf.ts';
import { createSumsReader, foundGroups, largestGroups, rowOf, sumUp, totalSums } from './sum-up.ts';

const SIZE = { cost: 'list_nano_usd', tokens: 'total_tokens', calls: 'calls' } as const;

/** Answers a usage query, in one read transaction of the caller. */
export const readUsage = (shelf: Shelf, query: UsageQuery): UsageResult => {
  const summed = sumUp(shelf, query, USAGE_SET);
  const { accumulator } = summed;
  const found = foundGroups(accumulator);
  const size = MEASURES.indexOf(SIZE[query.orderBy ?? 'cost']);
  const sumsOf = createSumsReader(accumulator, MEASURES.length);
  const rows = largestGroups(accumulator, found, size, query.limit).map(
    (group): UsageRow => ({
      ...rowOf(shelf, summed, query, group),
      ...toTotals(sumsOf(group)),
    }),
  );
  const result = arrangeRows(rows, toTotals(totalSums(accumulator, MEASURES.length, found)), query);
  return { ...result, omittedRows: found.length - result.rows.length };
};
