import type { Cost } from '../price/cost.ts';
import type { Capture, UsageEvent } from './usage-event.ts';

/** A usage event with the cost that was fixed when it was recorded. What the ledger appends. */
export interface PricedEvent extends UsageEvent {
  /** The model under its canonical name (`claude-opus-4-6`), or its normalised spelling where the book knows none. */
  readonly modelCanonical: string;
  readonly cost: Cost;
}

/**
 * A call as the ledger holds it: the merge of every copy seen so far. The three parts of an event are each taken whole
 * from the best copy, so each remembers the rank of the copy that gave it; without that a later merge could not
 * compare, and the order of imports would show.
 */
export interface LedgerEvent extends PricedEvent {
  readonly ranks: EventRanks;
}

export interface EventRanks {
  readonly metered: Capture;
  readonly attribution: Capture;
  /** `originAt` of the copy that gave the attribution. */
  readonly attributionOriginAt: number;
  readonly request: Capture;
  /**
   * Of the caller's names those that another witness gave than the metered part's (`user`, `tag:team` …). Absent: none.
   */
  readonly caller?: Readonly<Record<string, Capture>>;
  /** `startedAt` of the copy that gave the metered part (its cost was fixed for that instant). */
  readonly meteredStartedAt: number;
}
