import {
  countAt,
  type JsonObject,
  listAt,
  nameAt,
  objectAt,
  objectOf,
  present,
  wordAt,
} from './json-fields.ts';
import { disjointTokens } from './openai-arithmetic.ts';
import { reportedCostOf } from './openai-chat.ts';
import type { ProviderUsage, UsageReader } from './provider-usage.ts';

/** The events that carry the whole answer with its usage; all of them are billed. */
const TERMINAL = new Set(['response.completed', 'response.incomplete', 'response.failed', 'response.done']);

/** Counts and names of an answer; what it says is not kept. */
interface Known {
  usage?: JsonObject | undefined;
  model?: string | undefined;
  responseId?: string | undefined;
  serviceTier?: string | undefined;
  stopReason?: string | undefined;
  errorType?: string | undefined;
  toolCalls?: number | undefined;
  webSearches?: number | undefined;
}

/**
 * OpenAI's Responses API: whole, retrieved later, streamed, or over a realtime socket (provider-usage §3). Its id is the
 * identity: a background answer is retrieved many times and billed once.
 */
export const openaiResponses = (): UsageReader => {
  const known: Known = {};
  let ended = false;
  return {
    read: (value) => {
      const event = objectOf(value);
      if (event === undefined) return;
      const type = wordAt(event, 'type');
      if (type === 'error') known.errorType = wordAt(event, 'code') ?? 'error';
      const response = type === undefined ? event : objectAt(event, 'response');
      if (response === undefined) return;
      // An earlier event names the model and the tier, also when the stream then breaks off.
      take(known, response);
      ended = type === undefined ? isOver(response) : TERMINAL.has(type);
    },
    usage: () => settled(known),
    ended: () => ended,
  };
};

const isOver = (response: JsonObject): boolean =>
  !['queued', 'in_progress'].includes(wordAt(response, 'status') ?? 'completed');

const take = (known: Known, response: JsonObject): void => {
  known.usage = objectAt(response, 'usage') ?? known.usage;
  known.model = nameAt(response, 'model') ?? known.model;
  known.responseId = nameAt(response, 'id') ?? known.responseId;
  known.serviceTier = wordAt(response, 'service_tier') ?? known.serviceTier;
  const error = objectAt(response, 'error');
  known.errorType = wordAt(error, 'type') ?? wordAt(error, 'code') ?? known.errorType;
  known.stopReason =
    wordAt(objectAt(response, 'incomplete_details'), 'reason') ??
    wordAt(response, 'status') ??
    known.stopReason;
  if (!Array.isArray(response['output'])) return;
  const types = listAt(response, 'output').flatMap((item) => wordAt(objectOf(item), 'type') ?? []);
  known.toolCalls = types.filter((type) => type.endsWith('_call')).length;
  known.webSearches = types.filter((type) => type === 'web_search_call').length || known.webSearches;
};

const settled = ({ usage, ...names }: Known): ProviderUsage | undefined => {
  if (usage === undefined && (names.errorType ?? names.responseId) === undefined) return undefined;
  const { tokens, inconsistent } = tokensOf(usage ?? {});
  return {
    tokens,
    ...present({ ...names, reportedCostNanoUsd: reportedCostOf(usage ?? {}) }),
    ...(inconsistent ? { inconsistent: true } : {}),
  };
};

/** Realtime names its details in the singular and splits by text, audio and image. */
const tokensOf = (usage: JsonObject): ReturnType<typeof disjointTokens> => {
  const input = objectAt(usage, 'input_tokens_details') ?? objectAt(usage, 'input_token_details');
  const output = objectAt(usage, 'output_tokens_details') ?? objectAt(usage, 'output_token_details');
  const cachedParts = objectAt(input, 'cached_tokens_details');
  // A cached sound is billed as cached; what is left of the sounds is not.
  const fresh = (kind: string): number | undefined => {
    const all = countAt(input, kind);
    return all === undefined ? undefined : Math.max(0, all - (countAt(cachedParts, kind) ?? 0));
  };
  return disjointTokens({
    prompt: countAt(usage, 'input_tokens'),
    completion: countAt(usage, 'output_tokens'),
    total: countAt(usage, 'total_tokens'),
    cached: countAt(input, 'cached_tokens'),
    cacheWritten: countAt(input, 'cache_write_tokens'),
    promptAudio: fresh('audio_tokens'),
    promptImage: fresh('image_tokens'),
    reasoning: countAt(output, 'reasoning_tokens'),
    completionAudio: countAt(output, 'audio_tokens'),
    completionImage: countAt(output, 'image_tokens'),
  });
};
