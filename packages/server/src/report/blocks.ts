import { addTotals, HOUR_MS, NO_USAGE, type UsageRow, type UsageTotals } from '@meterline/core';

export const BLOCK_MS = 5 * HOUR_MS;

/**
 * A 5-hour window. By the convention of such tools (agent-logs reference §1) it starts at the first call, floored to
 * the UTC hour; the first call at or after its end starts the next one. So the sums of UTC hours tell all windows.
 */
export interface Block {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Start of the first call; of its hour where only sums are left of it. */
  readonly firstAt: number;
  /** Start of the last call, likewise. */
  readonly lastAt: number;
  readonly usage: UsageTotals;
  /** Canonical names, the most expensive first. */
  readonly models: readonly string[];
}

interface Open {
  readonly start: number;
  lastHour: number;
  usage: UsageTotals;
  readonly models: Map<string, UsageTotals>;
}

const closed = ({ start, lastHour, usage, models }: Open): Block => ({
  start,
  end: start + BLOCK_MS,
  firstAt: start,
  lastAt: lastHour,
  usage,
  models: [...models]
    .sort(([, a], [, b]) => b.cost.listNanoUsd - a.cost.listNanoUsd || b.tokens.total - a.tokens.total)
    .map(([model]) => model),
});

/** Windows from sums by UTC hour and model, oldest first. */
export const blocksOf = (hours: readonly UsageRow[]): readonly Block[] => {
  const blocks: Block[] = [];
  let open: Open | undefined;
  for (const row of hours) {
    const hour = row.start ?? 0;
    if (open !== undefined && hour >= open.start + BLOCK_MS) {
      blocks.push(closed(open));
      open = undefined;
    }
    open ??= { start: hour, lastHour: hour, usage: NO_USAGE, models: new Map() };
    open.lastHour = hour;
    open.usage = addTotals(open.usage, row);
    const model = row.key.model ?? '(none)';
    open.models.set(model, addTotals(open.models.get(model) ?? NO_USAGE, row));
  }
  return open === undefined ? blocks : [...blocks, closed(open)];
};

/** Whether the window runs now. A clock that was wrong leaves windows in the future, which do not run yet. */
export const isRunning = ({ start, end, lastAt }: Block, now: number): boolean =>
  now >= start && now < end && now - lastAt <= BLOCK_MS;

const MIN_PACE_MS = 60_000;

/** What the window comes to at its pace, nano-USD; null when it is over, too young to tell, or not all priced. */
export const projectedBlock = (block: Block, now: number): number | null => {
  const ran = now - block.firstAt;
  if (!isRunning(block, now) || ran < MIN_PACE_MS || block.usage.cost.unpricedCalls > 0) return null;
  const { listNanoUsd } = block.usage.cost;
  return Math.round(listNanoUsd + (listNanoUsd / ran) * (block.end - now));
};
