import type { Confidence, TokenUsage } from '@meterline/core';
import type { Vector } from './vector.ts';

/** How many ancestors a thread's history is looked for under. Forks of forks of forks are rare. */
export const MAX_LINEAGE = 8;
/** How many counted events may wait for the first word of a model. */
export const MAX_WAITING = 64;

/**
 * Where in a file the reader stands.
 *
 *     own      the thread's own turns: counted
 *     open     a fork's file before anything told whose turn it is: counted under every ancestor's name as well
 *     copied   turns that are known to be an ancestor's
 */
export type Phase = 'own' | 'open' | 'copied';

/** What a rollout's reader remembers between chunks. Plain JSON, under a kilobyte, no text of the conversation. */
export interface RolloutState {
  /** From the file's name until its first `session_meta` says it. */
  thread: string;
  hasMeta: boolean;
  /** UTC milliseconds of the thread's beginning. */
  createdAt: number | undefined;
  /** The threads whose history may be copied into this file, nearest first. */
  lineage: string[];
  phase: Phase;
  /** Lines below this ordinal are copied history. */
  ownFromOrdinal: number | undefined;
  project: string | undefined;
  branch: string | undefined;
  parent: string | undefined;
  agent: string | undefined;
  channel: string | undefined;
  provider: string;
  model: string | undefined;
  tier: string | undefined;
  /** The last `total_token_usage`. */
  total: Vector | undefined;
  /** How often the running total began anew. */
  resets: number;
  /** Usage records have begun: token counts only repeat them. */
  hasRecords: boolean;
  /** The last counted token count: its twin may follow as the first record. */
  lastCount: LastCount | undefined;
  /** The last record's key by its moment, see `moment.ts`. */
  lastMoment: string | undefined;
  /** Calls that came before their model: emitted already, and once more when the model is known. */
  waiting: Call[];
  /** Copied history was left out because nobody else has it: what follows is reconciled. */
  leftOut: boolean;
}

export interface LastCount {
  readonly keys: readonly string[];
  readonly at: number;
  readonly usage: Vector;
}

/** One response's usage, before its model and its thread's facts are added. */
export interface Call {
  readonly keys: readonly string[];
  readonly at: number;
  readonly tokens: TokenUsage;
  /** The thread that made it: an ancestor's for copied history. */
  readonly session: string;
  readonly confidence: Confidence;
}

export const startState = (thread: string): RolloutState => ({
  thread,
  hasMeta: false,
  createdAt: undefined,
  lineage: [],
  phase: 'own',
  ownFromOrdinal: undefined,
  project: undefined,
  branch: undefined,
  parent: undefined,
  agent: undefined,
  channel: undefined,
  provider: 'openai',
  model: undefined,
  tier: undefined,
  total: undefined,
  resets: 0,
  hasRecords: false,
  lastCount: undefined,
  lastMoment: undefined,
  waiting: [],
  leftOut: false,
});
