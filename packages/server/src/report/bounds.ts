import type { Ledger } from '@meterline/store';
import type { BoundRange } from './comparison.ts';
import type { Selection } from './selection.ts';

/**
 * The range of a question with both ends: one without a beginning starts with the first call of the ledger, one
 * without an end lasts until now, or to the last call where a clock was wrong.
 */
export const boundsOfSelection = async (
  ledger: Ledger,
  { from, to }: Selection,
  now: number,
): Promise<BoundRange> => {
  if (from !== undefined && to !== undefined) return { from, to };
  const { firstAt, lastAt } = await ledger.stats();
  const start = from ?? firstAt ?? now;
  return { from: start, to: to ?? Math.max(now, start, lastAt === null ? now : lastAt + 1) };
};
