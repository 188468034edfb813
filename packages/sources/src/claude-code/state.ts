import type { Attribution, TokenUsage } from '@meterline/core';

/**
 * How many calls of a file stay open for further rows. One response is written on several rows, which stand together
 * except for what other agents of the session write in between.
 */
export const MAX_OPEN_CALLS = 4;
/** How many ids that are not Anthropic's own are remembered with the request that used them first. */
export const MAX_CLAIMED_IDS = 64;
/** How many models a fork's inherited usage is kept for. */
export const MAX_INHERITED_MODELS = 32;

/** What a transcript's reader remembers between chunks. Plain JSON, a few hundred bytes, no text of the conversation. */
export interface TranscriptState {
  /** Time of the first line that has one: since then the session has lines of its own. */
  originAt: number | undefined;
  /** The last calls, the latest at the end. */
  open: OpenCall[];
  /** Id that may not be unique → the request that used it first. */
  claimed: Record<string, string>;
  /** Usage of the rows that were copied from another session, by model. */
  inherited: Record<string, TokenUsage>;
}

/** A call whose rows may go on. What was the best row so far is kept as its rank only: the row itself was emitted. */
export interface OpenCall {
  /** What its rows have in common. */
  readonly id: string;
  readonly keys: readonly string[];
  /** Time of its first row. */
  readonly startedAt: number;
  /** Taken from its first row, so that it cannot depend on how the file was cut. */
  readonly who: Attribution;
  output: number;
  total: number;
  confidence: number;
  /** Hash of the best row, made when a chunk ends: tells a repeat from a tie. */
  digest: number;
  /** What `inherited` counts for this call; only for copied rows. */
  inherited?: TokenUsage;
}

export const startState = (): TranscriptState => ({
  originAt: undefined,
  open: [],
  claimed: {},
  inherited: {},
});
