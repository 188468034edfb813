import { TOKEN_KINDS } from '@meterline/core';
import { parsedTextOf } from '../read/index.ts';
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
 *     anthropic:request:<request id>          beside all that have a response id: Claude Code's telemetry knows only this
 */
export const keysOf = (row: CallRow, id: string, state: TranscriptState): readonly string[] => [
  ...responseKeys(row, id, state),
  ...requestKeys(row),
];

/** Servers at home count their requests from 1. */
const requestKeys = ({ messageId, line }: CallRow): readonly string[] => {
  const requestId = messageId === undefined ? undefined : parsedTextOf(line['requestId']);
  return requestId !== undefined && /^req_[A-Za-z0-9]{20,}$/.test(requestId)
    ? [`anthropic:request:${requestId}`]
    : [];
};

const responseKeys = (row: CallRow, id: string, state: TranscriptState): readonly string[] => {
  const { messageId } = row;
  if (messageId === undefined || isWorldUnique(messageId)) return [id];
  const requestId = parsedTextOf(row.line['requestId']);
  if (requestId === undefined) return [`${id}@${row.at}`];
  const shared = `claude-code:${parsedTextOf(row.line['sessionId']) ?? ''}:${messageId}`;
  return row.sidechain || claim(messageId, requestId, state) ? [id, shared] : [id];
};

/** What the rows of one call have in common: the first key, but for the time of the first row. */
export const callIdOf = (row: CallRow): string => {
  const { messageId } = row;
  if (messageId === undefined) return lonelyId(row);
  if (isWorldUnique(messageId)) return `anthropic:${messageId}`;
  const requestId = parsedTextOf(row.line['requestId']);
  return requestId === undefined ? `claude-code:${messageId}` : `anthropic:${messageId}:${requestId}`;
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

const lonelyId = ({ line, at, metered }: CallRow): string => {
  const uuid = parsedTextOf(line['uuid']);
  const { model, tokens } = metered;
  if (uuid === undefined)
    return `claude-code:${at}:${model}:${TOKEN_KINDS.map((kind) => tokens[kind] ?? '').join('.')}`;
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) return `claude-code:${uuid}`;
  return `claude-code:${parsedTextOf(line['sessionId']) ?? ''}:${uuid}`;
};
