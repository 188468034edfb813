import { parseScaled } from '../money/nano-usd.ts';
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
import { disjointTokens, type Headline } from './openai-arithmetic.ts';
import type { ProviderUsage, UsageReader } from './provider-usage.ts';

/**
 * OpenAI's chat completions, completions and embeddings, streamed or whole, and everything that speaks like them: Azure,
 * OpenRouter, DeepSeek, xAI, Mistral, Groq, vLLM, Ollama's and Gemini's compatible forms (provider-usage §2, §4, §8–§14).
 *
 * The usage of a stream stands on whichever chunk has one, the last of them holds; names on any chunk that has one that is
 * not empty (Azure's first chunks have empty ones).
 */
export const openaiChat = (): UsageReader => {
  let usage: JsonObject | undefined;
  let ended = false;
  const names: Names = {};
  const tools = new Set<string>();
  let isMessage = false;
  return {
    read: (value) => {
      const chunk = objectOf(value);
      if (chunk === undefined) return;
      names.model = nameAt(chunk, 'model') ?? names.model;
      names.responseId = nameAt(chunk, 'id') ?? names.responseId;
      names.serviceTier = wordAt(chunk, 'service_tier') ?? names.serviceTier;
      names.errorType = errorOf(chunk) ?? names.errorType;
      for (const choice of listAt(chunk, 'choices')) {
        names.stopReason = wordAt(objectOf(choice), 'finish_reason') ?? names.stopReason;
        isMessage = noteTools(tools, objectOf(choice)) || isMessage;
      }
      usage = objectAt(chunk, 'usage') ?? usage ?? objectAt(objectAt(chunk, 'x_groq'), 'usage');
      ended = ended || isWhole(chunk);
    },
    usage: () => {
      if (usage === undefined && (names.errorType ?? names.responseId) === undefined) return undefined;
      return settled(usage ?? {}, names, isMessage ? tools.size : undefined);
    },
    ended: () => ended,
  };
};

/**
 * Whether this is an answer as a whole. Old completions name their chunks as they name that, and Azure's first chunk is of no
 * kind at all: then only counts beside choices that have all ended say so.
 */
const isWhole = (chunk: JsonObject): boolean => {
  if (nameAt(chunk, 'object')?.endsWith('.chunk') === true) return false;
  if (objectAt(chunk, 'usage') === undefined) return false;
  const choices = listAt(chunk, 'choices');
  return choices.every((choice) => wordAt(objectOf(choice), 'finish_reason') !== undefined);
};

interface Names {
  model?: string | undefined;
  responseId?: string | undefined;
  serviceTier?: string | undefined;
  stopReason?: string | undefined;
  errorType?: string | undefined;
}

/** An error inside a stream: a chunk with `error`, whose code may be a number. */
const errorOf = (chunk: JsonObject): string | undefined => {
  const error = objectAt(chunk, 'error');
  if (error === undefined) return undefined;
  const code = error['code'];
  return (
    wordAt(error, 'type') ?? wordAt(error, 'code') ?? (typeof code === 'number' ? String(code) : 'error')
  );
};

/** Tools of one answer that are told apart. */
const MAX_TOOLS = 1000;

/** Tools called so far: a stream names each by its place, a whole answer lists them. False where there is no message. */
const noteTools = (tools: Set<string>, choice: JsonObject | undefined): boolean => {
  const message = objectAt(choice, 'delta') ?? objectAt(choice, 'message');
  listAt(message, 'tool_calls').forEach((call, place) => {
    const index = countAt(objectOf(call), 'index') ?? place;
    if (tools.size < MAX_TOOLS) tools.add(`${countAt(choice, 'index') ?? 0}:${index}`);
  });
  return message !== undefined;
};

const settled = (usage: JsonObject, names: Names, toolCalls: number | undefined): ProviderUsage => {
  const { tokens, inconsistent } = disjointTokens(headlineOf(usage));
  return {
    tokens,
    ...present({
      ...names,
      webSearches: webSearchesOf(usage),
      reportedCostNanoUsd: reportedCostOf(usage),
      toolCalls,
    }),
    ...(inconsistent ? { inconsistent: true } : {}),
  };
};

const headlineOf = (usage: JsonObject): Headline => {
  const prompt = objectAt(usage, 'prompt_tokens_details');
  const completion = objectAt(usage, 'completion_tokens_details');
  const hit = countAt(usage, 'prompt_cache_hit_tokens');
  return {
    prompt: countAt(usage, 'prompt_tokens'),
    completion: countAt(usage, 'completion_tokens'),
    total: countAt(usage, 'total_tokens'),
    // DeepSeek may say the same twice.
    cached: hit ?? countAt(prompt, 'cached_tokens'),
    cacheWritten: countAt(prompt, 'cache_write_tokens'),
    promptAudio: countAt(prompt, 'audio_tokens'),
    promptImage: undefined,
    reasoning: countAt(completion, 'reasoning_tokens'),
    completionAudio: countAt(completion, 'audio_tokens'),
    completionImage: undefined,
  };
};

const webSearchesOf = (usage: JsonObject): number | undefined =>
  countAt(objectAt(usage, 'server_tool_use_details'), 'web_search_requests') ??
  countAt(objectAt(usage, 'server_tool_use'), 'web_search_requests');

/** xAI counts in ticks: 10,000,000,000 are a dollar. */
const TICKS_PER_NANO = 10;

/**
 * OpenRouter: `cost`, and with one's own key what the other provider charges besides; without it that figure is a part of
 * the cost (OpenRouterTeam/ai-sdk-provider#532). xAI: ticks.
 */
export const reportedCostOf = (usage: JsonObject): number | undefined => {
  const ticks = countAt(usage, 'cost_in_usd_ticks');
  if (ticks !== undefined) return Math.round(ticks / TICKS_PER_NANO);
  const cost = nanoAt(usage, 'cost');
  if (cost === undefined || usage['is_byok'] !== true) return cost;
  return cost + (nanoAt(objectAt(usage, 'cost_details'), 'upstream_inference_cost') ?? 0);
};

const NANO_PLACES = 9;

const nanoAt = (parent: JsonObject | undefined, key: string): number | undefined => {
  const value = parent?.[key];
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const nano = parseScaled(value, NANO_PLACES);
  return nano !== undefined && nano >= 0 ? nano : undefined;
};
