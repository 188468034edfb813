import { MINUTE_MS } from '@meterline/core';
import type { Ledger } from '@meterline/store';
import type { BoundRange } from './comparison.ts';
import type { Selection } from './selection.ts';

/** What is left of a call of which only sums are kept counts at the start of its quarter of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

/**
 * The range of a question with both ends: one without a beginning starts with the first call of the ledger (its quarter
 * of an hour), one without an end lasts until now, or to the last call where a clock was wrong.
 */
export const boundsOfSelection = async (
  ledger: Ledger,
  { from, to }: Selection,
  now: number,
): Promise<BoundRange> => {
  if (from !== undefined && to !== undefined) return { from, to };
  const { firstAt, lastAt } = await ledger.stats();
  const start = from ?? (firstAt === null ? now : Math.floor(firstAt / QUARTER_MS) * QUARTER_MS);
  return { from: start, to: to ?? Math.max(now, start, lastAt === null ? now : lastAt + 1) };
};
