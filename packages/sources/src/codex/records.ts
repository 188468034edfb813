import { type JsonRecord, type OnBad, textOf } from '../read/index.ts';
import type { Output } from '../source.ts';
import { emitCall, ownConfidence } from './calls.ts';
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
  const thread = textOf(payload['thread_id']) ?? state.thread;
  const keys = [recordKey(textOf(payload['response_id']), thread, at, usage), ...twinKeys(usage, at, state)];
  state.hasRecords = true;
  emitCall(
    { keys, at, tokens: tokensOf(usage, onBad), session: thread, confidence: ownConfidence(state) },
    state,
    out,
  );
};

/**
 * OpenAI's response ids are unique in the world, so that whoever sees the response derives the same key. Other servers'
 * ids are unique in their thread; without an id, equal rows of different times are different responses.
 */
const recordKey = (responseId: string | undefined, thread: string, at: number, usage: Vector): string => {
  if (responseId === undefined) return `codex:${thread}:@${at}:${usage.join('.')}`;
  return /^resp_[A-Za-z0-9]{16,}$/.test(responseId)
    ? `openai:${responseId}`
    : `codex:${thread}:${responseId}`;
};

/** The program was upgraded in mid-thread: the response was counted by a token count, and is recorded as well. */
const twinKeys = (usage: Vector, at: number, state: RolloutState): readonly string[] => {
  const twin = state.hasRecords ? undefined : state.lastCount;
  state.lastCount = undefined;
  return twin && Math.abs(at - twin.at) <= TWIN_MS && sameVector(twin.usage, usage) ? twin.keys : [];
};
