import {
  addUsage,
  CONFIDENCES,
  isDeepEqual,
  isEmptyUsage,
  type MeteredUsage,
  TOKEN_KINDS,
  type TokenUsage,
  totalTokens,
  type UsageEvent,
} from '@meterline/core';
import type { Names } from '../read/names.ts';
import type { FileInfo, Output } from '../source.ts';
import { attributionOf } from './attribution.ts';
import { callIdOf, keysOf } from './identity.ts';
import type { CallRow } from './row.ts';
import { MAX_INHERITED_MODELS, MAX_OPEN_CALLS, type OpenCall, type TranscriptState } from './state.ts';
import type { Advisor } from './usage.ts';

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
  readonly #names: Names;
  readonly #out: Output;
  /** The best rows of the open calls, as far as they stood in this chunk. */
  readonly #best = new Map<OpenCall, CallRow>();
  /** The calls whose best row was not emitted yet. */
  readonly #waiting = new Set<OpenCall>();

  constructor(state: TranscriptState, file: FileInfo, names: Names, out: Output) {
    this.#state = state;
    this.#file = file;
    this.#names = names;
    this.#out = out;
  }

  add(row: CallRow): void {
    const id = callIdOf(row);
    const found = this.#state.open.find((call) => call.id === id);
    const call = found ?? this.#begin(id, row);
    for (const advisor of row.advisors) this.#emitAdvisor(advisor, call);
    if (isEmptyUsage(row.metered.tokens)) return;
    const rank = found ? compareRank(row, call) : 1;
    if (rank < 0 || (rank === 0 && this.#isSame(row, call))) return;
    // Equally good but different: both are emitted, and merging decides, whatever order they come in.
    if (rank === 0) this.#emit(call);
    call.output = row.metered.tokens.output ?? 0;
    call.total = totalTokens(row.metered.tokens);
    call.confidence = CONFIDENCES.indexOf(row.metered.confidence);
    this.#best.set(call, row);
    this.#waiting.add(call);
    this.#countInherited(call, row.metered);
  }

  /** Emits what waits, and makes the state ready to be stored. */
  finish(): void {
    for (const call of this.#state.open) {
      this.#emit(call);
      const row = this.#best.get(call);
      if (row !== undefined) call.digest = digestOf(row);
    }
  }

  #begin(id: string, row: CallRow): OpenCall {
    const { open } = this.#state;
    const call: OpenCall = {
      id,
      keys: keysOf(row, id, this.#state),
      startedAt: row.at,
      who: attributionOf(row, this.#file, this.#names),
      output: 0,
      total: 0,
      confidence: 0,
      digest: 0,
    };
    open.push(call);
    if (open.length > MAX_OPEN_CALLS) {
      const oldest = open.shift()!;
      this.#emit(oldest);
      this.#best.delete(oldest);
    }
    return call;
  }

  #isSame(row: CallRow, call: OpenCall): boolean {
    const best = this.#best.get(call);
    if (best === undefined) return digestOf(row) === call.digest;
    return isDeepEqual(row.metered, best.metered);
  }

  #emit(call: OpenCall): void {
    const row = this.#waiting.delete(call) ? this.#best.get(call) : undefined;
    if (row === undefined) return;
    this.#out.event(usageEvent(call.keys, call, row.metered, this.#state.originAt));
  }

  /** An advisor's call is one of its own: each row that tells of it is emitted, and merging takes the best. */
  #emitAdvisor({ index, metered }: Advisor, call: OpenCall): void {
    const keys = call.keys.map((key) => `${key}:advisor:${index}`);
    this.#out.event(usageEvent(keys, call, metered, this.#state.originAt));
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
  ...call.who,
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
  const text = JSON.stringify(row.metered);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};
