import { totalTokens } from '@meterline/core';
import type { CallRow } from './row.ts';
import { MAX_CLAIMED_IDS, type TranscriptState } from './state.ts';

/**
 * Identity keys of a call (README "Identity").
 *
 *     anthropic:<message id>                  an id that only Anthropic, Bedrock or Vertex makes: unique in the world.
 *                                             Whoever sees the response (a gateway, an SDK) derives the same key.
 *     anthropic:<message id>:<request id>     other ids, as compatible servers make them: short, sometimes repeated
 *     claude-code:<session>:<message id>      beside the last: joins a side chain's replay with what it replays
 *     claude-code:<message id>@<first time>   other ids without a request id
 *     claude-code:<uuid>, …                   rows without any response id
 */
export const keysOf = (row: CallRow, state: TranscriptState): readonly string[] => {
  const { messageId, requestId } = row;
  if (messageId === undefined) return [lonelyKey(row)];
  if (isWorldUnique(messageId)) return [`anthropic:${messageId}`];
  if (requestId === undefined) return [`claude-code:${messageId}@${row.at}`];
  const own = `anthropic:${messageId}:${requestId}`;
  const shared = `claude-code:${row.session ?? ''}:${messageId}`;
  return row.sidechain || claim(messageId, requestId, state) ? [own, shared] : [own];
};

/** The same for rows of one call, cheap to compare: finds the open call that a row goes on with. */
export const belongsTo = (row: CallRow, keys: readonly string[]): boolean => {
  const key = keys[0]!;
  if (row.messageId === undefined) return key === lonelyKey(row);
  if (isWorldUnique(row.messageId)) return key === `anthropic:${row.messageId}`;
  return row.requestId === undefined
    ? key.startsWith(`claude-code:${row.messageId}@`)
    : key === `anthropic:${row.messageId}:${row.requestId}`;
};

const isWorldUnique = (messageId: string): boolean => /^msg_(bdrk_|vrtx_)?[A-Za-z0-9]{20,}$/.test(messageId);

/** A replay has the id, but not the request id, of what it replays; a retry that reuses an id is a call of its own. */
const claim = (messageId: string, requestId: string, state: TranscriptState): boolean => {
  const holder = state.claimed[messageId];
  if (holder !== undefined) return holder === requestId;
  const ids = Object.keys(state.claimed);
  if (ids.length >= MAX_CLAIMED_IDS) delete state.claimed[ids[0]!];
  state.claimed[messageId] = requestId;
  return true;
};

const lonelyKey = (row: CallRow): string => {
  const { uuid, session, at, metered } = row;
  if (uuid === undefined)
    return `claude-code:${at}:${metered.model}:${totalTokens(metered.tokens)}:${metered.tokens.output ?? 0}`;
  return /^[0-9a-f-]{36}$/i.test(uuid) ? `claude-code:${uuid}` : `claude-code:${session ?? ''}:${uuid}`;
};
