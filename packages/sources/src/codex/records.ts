import { type JsonRecord, type OnBad, parsedTextOf } from '../read/index.ts';
import type { Output } from '../source.ts';
import { emitCall, ownConfidence } from './calls.ts';
import { momentKeys } from './moment.ts';
import type { RolloutState } from './state.ts';
import { sameVector, tokensOf, type Vector, vectorOf } from './vector.ts';

/** A token count that stands this near before the first record, with the same usage, tells of the same response. */
const TWIN_MS = 5_000;

/** `token_usage_record`: one for each response that was completed, remote compactions included. */
export const readRecord = (
  payload: JsonRecord,
  at: number | undefined,
  state: RolloutState,
  out: Output,
  onBad: OnBad,
): void => {
  const usage = vectorOf(payload['usage'], onBad);
  if (usage === undefined) return;
  if (at === undefined) {
    onBad('BAD_TIMESTAMP', 'timestamp');
    return;
  }
  const threads = threadsOf(parsedTextOf(payload['thread_id']), state);
  const responseId = parsedTextOf(payload['response_id']);
  const own = threads.map((thread) => recordKey(responseId, thread, at, usage));
  const moment =
    responseId === undefined || threads[0] === undefined ? [] : momentKeys(threads[0], at, usage, state);
  const keys = [...new Set([...own, ...twinKeys(usage, at, state), ...moment])];
  state.hasRecords = true;
  const session = threads[0] ?? state.thread;
  emitCall(
    { keys, at, tokens: tokensOf(usage, onBad), session, confidence: ownConfidence(state) },
    state,
    out,
  );
};

/** Records name their thread, copied ones too. One that does not may be an ancestor's while that is open. */
const threadsOf = (named: string | undefined, state: RolloutState): readonly string[] => {
  if (named !== undefined) return [named];
  if (state.phase === 'copied') return state.lineage;
  return state.phase === 'open' ? [state.thread, ...state.lineage] : [state.thread];
};

/**
 * OpenAI's response ids are unique in the world, so that whoever sees the response derives the same key. Other servers'
 * ids are unique in their thread; without an id, equal rows of different times are different responses.
 */
const recordKey = (responseId: string | undefined, thread: string, at: number, usage: Vector): string => {
  if (responseId === undefined) return `codex:${thread}:@${at}:${usage.join('.')}`;
  return /^resp_[A-Za-z0-9]{20,}$/.test(responseId)
    ? `openai:${responseId}`
    : `codex:${thread}:${responseId}`;
};

/** The program was upgraded in mid-thread: the response was counted by a token count, and is recorded as well. */
const twinKeys = (usage: Vector, at: number, state: RolloutState): readonly string[] => {
  const twin = state.hasRecords ? undefined : state.lastCount;
  state.lastCount = undefined;
  return twin && Math.abs(at - twin.at) <= TWIN_MS && sameVector(twin.usage, usage) ? twin.keys : [];
};
