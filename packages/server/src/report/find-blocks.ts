import { HOUR_MS } from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { type Block, blocksOf } from './blocks.ts';
import type { Selection } from './selection.ts';

/** A window depends on the ones before it back to the last pause; nobody works a week without one. */
const LEAD_MS = 7 * 24 * HOUR_MS;

/** The windows that reach into a range, oldest first. */
export const blocksIn = async (ledger: Ledger, { from, to, where }: Selection): Promise<readonly Block[]> => {
  const { rows } = await ledger.usage({
    zone: 'UTC',
    by: ['model'],
    interval: 'hour',
    where,
    ...(from === undefined ? {} : { from: from - LEAD_MS }),
    ...(to === undefined ? {} : { to }),
  });
  const blocks = blocksOf(rows);
  return from === undefined ? blocks : blocks.filter(({ end }) => end > from);
};

/** Sums know the hour of the first and last call; the calls themselves, where they are still kept, the moment. */
export const withCallTimes = async (
  ledger: Ledger,
  selection: Selection,
  blocks: readonly Block[],
): Promise<readonly Block[]> => {
  const exact: Block[] = [];
  for (const block of blocks)
    exact.push({
      ...block,
      firstAt: (await edgeOf(ledger, selection, 'oldest', block.firstAt)) ?? block.firstAt,
      lastAt: (await edgeOf(ledger, selection, 'newest', block.lastAt)) ?? block.lastAt,
    });
  return exact;
};

const edgeOf = async (
  ledger: Ledger,
  selection: Selection,
  order: 'oldest' | 'newest',
  hour: number,
): Promise<number | undefined> => {
  const to = Math.min(hour + HOUR_MS, selection.to ?? Number.POSITIVE_INFINITY);
  const calls = ledger.events({ where: selection.where, order, limit: 1, from: hour, to });
  for await (const { startedAt } of calls) return startedAt;
  return undefined;
};
