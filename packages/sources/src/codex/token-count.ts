import { type JsonRecord, type OnBad, recordAt, valueAt } from '../read/index.ts';
import type { Json, Output } from '../source.ts';
import { emitCall, ownConfidence } from './calls.ts';
import { type Counted, countUsage } from './running-total.ts';
import type { RolloutState } from './state.ts';
import { tokensOf, undividedOf, vectorOf } from './vector.ts';

/** Copies of a parent's history are written within a moment of the fork (agent-logs §2, rule 5). */
const BURST_MS = 5_000;

/** The same fields were judged before. */
const ignore: OnBad = () => {};

/** A `token_count` event: the way of counting before records, and still written beside them. */
export const readTokenCount = (
  payload: JsonRecord,
  at: number | undefined,
  state: RolloutState,
  context: Json,
  out: Output,
  onBad: OnBad,
): void => {
  const info = recordAt(payload, 'info');
  if (info === undefined) return;
  const total = vectorOf(info['total_token_usage'], onBad);
  const last = info['last_token_usage'];
  const counted = countUsage(total, vectorOf(last, onBad), undividedOf(last, ignore), state);
  if (counted === undefined || state.hasRecords) return;
  if (at === undefined) {
    onBad('BAD_TIMESTAMP', 'timestamp');
    return;
  }
  const copied =
    state.phase === 'copied' ||
    (state.phase === 'open' && isBurst(at, state) && lineageOf(context) === 'missing');
  if (!copied) countOwn(counted, at, state, out, onBad);
  else if (lineageOf(context) === 'siblings') countInherited(counted, at, state, out, onBad);
  else if (lineageOf(context) === 'missing') leaveOut(state, onBad);
};

/**
 * While it is open whose turns these are, a count goes by the name of every ancestor too: the copy of a parent's count
 * has the same running total and so shares a key with it, and the two become one call, the parent's.
 */
const countOwn = (counted: Counted, at: number, state: RolloutState, out: Output, onBad: OnBad): void => {
  const threads = state.phase === 'open' ? [state.thread, ...state.lineage] : [state.thread];
  const keys = threads.map((thread) => countKey(thread, counted, state));
  state.lastCount = { keys, at, usage: counted.usage };
  const confidence = counted.confidence === 'exact' ? ownConfidence(state) : counted.confidence;
  emitCall(
    { keys, at, tokens: tokensOf(counted.usage, onBad), session: state.thread, confidence },
    state,
    out,
  );
};

/** The parent's file is gone, but several forks hold its history: counted once between them, as the parent's. */
const countInherited = (
  counted: Counted,
  at: number,
  state: RolloutState,
  out: Output,
  onBad: OnBad,
): void => {
  const keys = state.lineage.map((thread) => countKey(thread, counted, state));
  const session = state.lineage[0] ?? state.thread;
  emitCall(
    { keys, at, tokens: tokensOf(counted.usage, onBad), session, confidence: 'reconciled' },
    state,
    out,
  );
};

const leaveOut = (state: RolloutState, onBad: OnBad): void => {
  if (!state.leftOut) onBad('INHERITED_UNKNOWN', 'forked_from_id');
  state.leftOut = true;
};

/** A running total is met once in a thread, except after it began anew. */
const countKey = (thread: string, counted: Counted, state: RolloutState): string =>
  `codex:${thread}:${state.resets}:${counted.total.join('.')}/${counted.usage.join('.')}`;

const isBurst = (at: number, state: RolloutState): boolean =>
  state.createdAt !== undefined && at < state.createdAt + BURST_MS;

/** What discovery found of the thread that this one was forked from. */
export type Lineage = 'found' | 'siblings' | 'missing';

const lineageOf = (context: Json): Lineage => {
  const lineage = valueAt(context, 'parent');
  return lineage === 'siblings' || lineage === 'missing' ? lineage : 'found';
};
