import { wordOf } from '@meterline/core';
import { joinTags, nameOf } from './context/tags.ts';
import { currentContext } from './context/with-tags.ts';
import type { SendOptions, TrackedCall } from './public-types.ts';
import { runtime } from './runtime.ts';
import { newCallId } from './send/call-id.ts';
import { senderFor } from './send/sender.ts';

const NAMES = ['id', 'provider', 'model', 'responseId'] as const;
/** A message is none, and may have in it what was asked. */
const WORDS = ['errorType', 'stopReason', 'serviceTier'] as const;
const VALUES = [
  'status',
  'batch',
  'webSearches',
  'toolCalls',
  'reportedCostUsd',
  'latencyMs',
  'timeToFirstTokenMs',
] as const;

/**
 * Records a call of your own, by whatever road it was made. Only the fields that are named here are taken: an object with
 * more in it loses the rest, so that no text can slip in.
 */
export const track = (call: TrackedCall, options: SendOptions = {}): void => {
  const record: Record<string, unknown> = {
    via: 'sdk',
    id: newCallId(),
    time: new Date(instantOf(call.time)).toISOString(),
    tokens: countsOf(call.tokens),
  };
  for (const key of NAMES) record[key] = nameOf(call[key]) ?? record[key];
  for (const key of WORDS) record[key] = wordOf(call[key]);
  for (const key of VALUES) record[key] = call[key];
  senderFor(options).add({ ...record, ...joinTags(currentContext()?.tags, call) });
};

/** A time that cannot be read is now: telling of a call breaks nothing. */
const instantOf = (time: TrackedCall['time']): number => {
  const instant = time === undefined ? Number.NaN : new Date(time).getTime();
  return Number.isNaN(instant) ? runtime().clock() : instant;
};

const countsOf = (tokens: TrackedCall['tokens']): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const [kind, count] of Object.entries(tokens))
    if (typeof count === 'number' && Number.isFinite(count)) counts[kind] = count;
  return counts;
};
