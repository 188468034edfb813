import type { UsageTotals } from '@meterline/core';
import { HOUR_MS } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import { addTotals } from './add-usage.ts';
import { totalsOfCall } from './call-totals.ts';
import { NO_USAGE } from './usage-figures.ts';

export const BLOCK_MS = 5 * HOUR_MS;

/**
 * A 5-hour window. By the convention of such tools (agent-logs reference §1) it starts at the first call, floored to
 * the UTC hour; a call more than 5 hours after that start, or after the call before it, starts the next one.
 */
export interface Block {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly usage: UsageTotals;
  readonly models: readonly string[];
}

interface Open {
  start: number;
  firstAt: number;
  lastAt: number;
  usage: UsageTotals;
  models: Set<string>;
}

const closed = ({ models, ...block }: Open): Block => ({
  ...block,
  end: block.start + BLOCK_MS,
  models: [...models],
});

/** Windows of calls that come oldest first. */
export const blocksOf = async (calls: AsyncIterable<StoredCall>): Promise<readonly Block[]> => {
  const blocks: Block[] = [];
  let open: Open | undefined;
  for await (const call of calls) {
    const at = call.startedAt;
    if (open !== undefined && (at - open.start > BLOCK_MS || at - open.lastAt > BLOCK_MS)) {
      blocks.push(closed(open));
      open = undefined;
    }
    open ??= { start: at - (at % HOUR_MS), firstAt: at, lastAt: at, usage: NO_USAGE, models: new Set() };
    open.lastAt = at;
    open.usage = addTotals(open.usage, totalsOfCall(call));
    open.models.add(call.modelCanonical);
  }
  return open === undefined ? blocks : [...blocks, closed(open)];
};
