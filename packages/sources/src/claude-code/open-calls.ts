import {
  type Attribution,
  addUsage,
  CONFIDENCES,
  type MeteredUsage,
  TOKEN_KINDS,
  type TokenUsage,
  totalTokens,
  type UsageEvent,
} from '@meterline/core';
import type { FileInfo, Output } from '../source.ts';
import { attributionOf } from './attribution.ts';
import { belongsTo, keysOf } from './identity.ts';
import type { CallRow } from './row.ts';
import { MAX_INHERITED_MODELS, MAX_OPEN_CALLS, type OpenCall, type TranscriptState } from './state.ts';

/**
 * Makes calls of rows. One response stands on two to four rows whose output count may grow:
 *
 *     row  out 2 ─┐
 *     row  out 2 ─┼─→ open call ─→ one event: the best row's numbers, the first row's time and origin
 *     row  out 91 ┘
 *
 * An event is emitted when newer calls push the open one out and when a chunk ends. A better row that comes later is
 * emitted again under the same key, so that a cut between two rows changes nothing in the end.
 */
export class OpenCalls {
  readonly #state: TranscriptState;
  readonly #file: FileInfo;
  readonly #out: Output;
  /** The best rows that were not emitted yet. */
  readonly #waiting = new Map<OpenCall, CallRow>();

  constructor(state: TranscriptState, file: FileInfo, out: Output) {
    this.#state = state;
    this.#file = file;
    this.#out = out;
  }

  add(row: CallRow): void {
    const found = this.#state.open.find((call) => belongsTo(row, call.keys));
    const call = found ?? this.#begin(row);
    const rank = compareRank(row, call);
    const digest = digestOf(row);
    if (found && (rank < 0 || (rank === 0 && digest === call.digest))) return;
    // Equally good but different: both are emitted, and merging decides, whatever order they come in.
    if (found && rank === 0) this.#emit(call);
    call.output = row.metered.tokens.output ?? 0;
    call.total = totalTokens(row.metered.tokens);
    call.confidence = CONFIDENCES.indexOf(row.metered.confidence);
    call.digest = digest;
    this.#waiting.set(call, row);
    this.#countInherited(call, row.metered);
  }

  /** Emits what waits, in the order of the calls. */
  flush(): void {
    for (const call of this.#state.open) this.#emit(call);
  }

  #begin(row: CallRow): OpenCall {
    const call: OpenCall = {
      keys: keysOf(row, this.#state),
      startedAt: row.at,
      who: attributionOf(row, this.#file),
      output: 0,
      total: 0,
      confidence: 0,
      digest: 0,
    };
    this.#state.open.push(call);
    if (this.#state.open.length > MAX_OPEN_CALLS) this.#emit(this.#state.open.shift()!);
    return call;
  }

  #emit(call: OpenCall): void {
    const row = this.#waiting.get(call);
    if (row === undefined) return;
    this.#waiting.delete(call);
    const { originAt } = this.#state;
    this.#out.event(usageEvent(call.keys, call, row.metered, originAt));
    for (const { index, metered } of row.advisors) {
      const keys = call.keys.map((key) => `${key}:advisor:${index}`);
      this.#out.event(usageEvent(keys, call, metered, originAt));
    }
  }

  /** Rows older than the file's own beginning were copied from the session that this one was forked from. */
  #countInherited(call: OpenCall, metered: MeteredUsage): void {
    const { originAt, inherited } = this.#state;
    if (originAt === undefined || call.startedAt >= originAt) return;
    const before = inherited[metered.model];
    if (before === undefined && Object.keys(inherited).length >= MAX_INHERITED_MODELS) return;
    const grown = call.inherited ? subtractUsage(metered.tokens, call.inherited) : metered.tokens;
    inherited[metered.model] = addUsage(before ?? {}, grown);
    call.inherited = metered.tokens;
  }
}

/** Kind by kind; a kind that `whole` does not report stays unreported. */
export const subtractUsage = (whole: TokenUsage, part: TokenUsage): TokenUsage => {
  const rest: { -readonly [K in keyof TokenUsage]: TokenUsage[K] } = {};
  for (const kind of TOKEN_KINDS) {
    const count = whole[kind];
    if (count !== undefined) rest[kind] = count - (part[kind] ?? 0);
  }
  return rest;
};

const usageEvent = (
  keys: readonly string[],
  call: OpenCall,
  metered: MeteredUsage,
  originAt: number | undefined,
): UsageEvent => ({
  keys,
  startedAt: call.startedAt,
  source: 'claude-code',
  capture: 'log',
  ...(call.who satisfies Attribution),
  ...metered,
  ...(originAt === undefined ? {} : { originAt }),
});

/** The order of `mergeEvents`: the larger output, the larger total, the surer. */
const compareRank = (row: CallRow, call: OpenCall): number =>
  (row.metered.tokens.output ?? 0) - call.output ||
  totalTokens(row.metered.tokens) - call.total ||
  CONFIDENCES.indexOf(row.metered.confidence) - call.confidence;

/** FNV-1a over the row's numbers: 32 bits are plenty to tell two rows of equal output and total apart. */
const digestOf = (row: CallRow): number => {
  const text = JSON.stringify([row.metered, row.advisors]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};
