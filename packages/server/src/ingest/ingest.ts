import { ok, type Result } from '@meterline/core';
import type { AppendResult } from '@meterline/store';
import type { Recorder } from '../record/recorder.ts';
import { type ItemProblem, itemReader } from './item-to-event.ts';
import { readItems } from './read-items.ts';

export interface IngestReport extends AppendResult {
  readonly accepted: number;
  readonly rejected: number;
  /** Items with something to say of them, by their place in the request. */
  readonly items: readonly IngestedItem[];
}

export interface IngestedItem {
  readonly index: number;
  readonly status: 'accepted' | 'rejected';
  readonly problems: readonly ItemProblem[];
}

/**
 * Records what a program sends: good items are in the ledger when it returns, whatever the others are. Throws the
 * ledger's faults; sending the same again is then right, and never counts twice.
 */
export const ingest = async (
  body: Buffer,
  encoding: string,
  recorder: Recorder,
  now: number,
): Promise<Result<IngestReport>> => {
  const items = readItems(body, encoding);
  if (!items.ok) return items;
  const read = items.value.map(itemReader(now));
  const events = read.flatMap(({ event }) => event ?? []);
  const counts = await recorder.record(events);
  return ok({
    ...counts,
    accepted: events.length,
    rejected: read.length - events.length,
    items: read.flatMap(({ event, problems }, index) =>
      event !== undefined && problems.length === 0
        ? []
        : [{ index, status: event === undefined ? ('rejected' as const) : ('accepted' as const), problems }],
    ),
  });
};
