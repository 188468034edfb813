import type { CronJobName, DeclaredUsage, Issue, PricedEvent } from '@meterline/core';
import type { AppendResult, Checkpoint, LedgerBatch } from '@meterline/store';
import { FUTURE_TOLERANCE_MS, MAX_BATCH_CALLS, MAX_BATCH_CHECKPOINTS } from './limits.ts';
import type { PricedPortion } from './portion.ts';
import type { Sink } from './sink.ts';

export interface WriterOptions {
  readonly sink: Sink;
  /** Id of the source whose portions come in. */
  readonly source: string;
  /** UTC milliseconds. */
  readonly clock: () => number;
  /** Calls before this instant are left out. */
  readonly since: number | undefined;
  /** The files will be there again, and all of their calls are wanted. */
  readonly checkpoints: boolean;
}

/** What was written so far. */
export interface WriterTotals extends AppendResult {
  /** Calls that `since` left out. */
  readonly skipped: number;
  readonly issues: number;
}

/**
 * Gathers portions of many files into transactions of bounded size.
 *
 *     portion A: e e e e ✓A      portion B: e e e e e e ✓B
 *     batch 1:   e e e e ✓A  e e | batch 2: e e e e ✓B
 *
 * A checkpoint joins a batch only after every call that it stands for, so whatever is committed when the power fails,
 * no checkpoint promises a call that the ledger does not hold.
 */
export interface BatchWriter {
  add(file: string, portion: PricedPortion): Promise<void>;
  flush(): Promise<void>;
  totals(): WriterTotals;
}

export const batchWriter = (options: WriterOptions): BatchWriter => {
  let pending = emptyBatch();
  const totals = { added: 0, merged: 0, unchanged: 0, skipped: 0, issues: 0 };
  const flush = async (): Promise<void> => {
    if (isEmpty(pending)) return;
    const batch = pending;
    pending = emptyBatch();
    const result = await options.sink.append(toLedgerBatch(batch));
    totals.added += result.added;
    totals.merged += result.merged;
    totals.unchanged += result.unchanged;
    totals.issues += batch.issues.length;
  };
  const addEvents = async (file: string, portion: PricedPortion): Promise<void> => {
    const horizon = options.clock() + FUTURE_TOLERANCE_MS;
    // One doubt a portion, however many calls: it is about the clock that dated them.
    if (portion.events.some(({ startedAt }) => startedAt > horizon))
      pending.issues.push({ source: options.source, file, at: 0, code: 'FUTURE_TIMESTAMP' });
    for (const event of portion.events) {
      if (options.since !== undefined && event.startedAt < options.since) {
        totals.skipped++;
        continue;
      }
      pending.events.push(event);
      if (pending.events.length >= MAX_BATCH_CALLS) await flush();
    }
  };
  return {
    add: async (file, portion) => {
      pending.issues.push(...portion.issues);
      pending.declared.push(...portion.declared);
      pending.cronJobs.push(...portion.cronJobs);
      await addEvents(file, portion);
      const { checkpoint } = portion;
      if (checkpoint && options.checkpoints) pending.checkpoints.set(checkpoint.path, checkpoint);
      if (pending.checkpoints.size >= MAX_BATCH_CHECKPOINTS) await flush();
    },
    flush,
    totals: () => totals,
  };
};

interface PendingBatch {
  readonly events: PricedEvent[];
  readonly issues: Issue[];
  readonly declared: DeclaredUsage[];
  readonly cronJobs: CronJobName[];
  /** By path: of several checkpoints of one file only the last matters. */
  readonly checkpoints: Map<string, Checkpoint>;
}

const emptyBatch = (): PendingBatch => ({
  events: [],
  issues: [],
  declared: [],
  cronJobs: [],
  checkpoints: new Map(),
});

const isEmpty = (batch: PendingBatch): boolean =>
  batch.events.length + batch.issues.length + batch.declared.length + batch.cronJobs.length === 0 &&
  batch.checkpoints.size === 0;

const toLedgerBatch = (batch: PendingBatch): LedgerBatch => ({
  ...batch,
  checkpoints: [...batch.checkpoints.values()],
});
