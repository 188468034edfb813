import { addUsage, isEmptyUsage, type TokenUsage } from '../usage/token-usage.ts';
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
import type { OtherModelUsage, ProviderUsage, UsageReader } from './provider-usage.ts';

/**
 * Anthropic's Messages API, streamed or whole, and its look-alikes (provider-usage §1). Input excludes both cache counts,
 * output includes thinking.
 *
 * A stream's counts are cumulative: of each field the last that is said holds. Two exceptions keep relays right: an input
 * of 0 in a later event is no news unless a cache count above 0 stands beside it, and whatever only the first event says
 * (split of cache writes, tier, speed, region) stays.
 */
export const anthropicMessages = (): UsageReader => {
  const counts: Counts = {};
  const facts: Facts = {};
  let usageSeen = false;
  let ended = false;
  const takeUsage = (usage: JsonObject | undefined, isFirst: boolean): void => {
    if (usage === undefined) return;
    usageSeen = true;
    takeCounts(counts, usage, isFirst);
    takeFacts(facts, usage);
  };
  const takeMessage = (message: JsonObject): void => {
    if (Array.isArray(message['content'])) facts.toolCalls ??= 0;
    facts.model = nameAt(message, 'model') ?? facts.model;
    facts.responseId = nameAt(message, 'id') ?? facts.responseId;
    facts.stopReason = wordAt(message, 'stop_reason') ?? facts.stopReason;
    takeUsage(objectAt(message, 'usage'), true);
  };
  const readers: Readonly<Record<string, (event: JsonObject) => void>> = {
    message_start: (event) => takeMessage(objectAt(event, 'message') ?? {}),
    message_delta: (event) => {
      facts.stopReason = wordAt(objectAt(event, 'delta'), 'stop_reason') ?? facts.stopReason;
      takeUsage(objectAt(event, 'usage'), false);
    },
    content_block_start: (event) => countTool(facts, objectAt(event, 'content_block')),
    message: (body) => {
      takeMessage(body);
      for (const block of listAt(body, 'content')) countTool(facts, objectOf(block));
      ended = true;
    },
    message_stop: () => {
      ended = true;
    },
    error: (event) => {
      facts.errorType = wordAt(objectAt(event, 'error'), 'type') ?? 'error';
    },
  };
  return {
    read: (value) => {
      const event = objectOf(value);
      const type = wordAt(event, 'type') ?? '';
      if (event !== undefined && Object.hasOwn(readers, type)) readers[type]?.(event);
    },
    usage: () => {
      const isKnown = usageSeen || (facts.errorType ?? facts.responseId) !== undefined;
      return isKnown ? settled(counts, facts) : undefined;
    },
    ended: () => ended,
  };
};

/** The fields of `usage` as they stand, the last word on each. */
interface Counts {
  input?: number | undefined;
  cacheRead?: number | undefined;
  cacheWrite?: number | undefined;
  cacheWrite5m?: number | undefined;
  cacheWrite1h?: number | undefined;
  output?: number | undefined;
  thinking?: number | undefined;
  webSearches?: number | undefined;
  iterations?: readonly unknown[] | undefined;
}

interface Facts {
  model?: string | undefined;
  responseId?: string | undefined;
  stopReason?: string | undefined;
  serviceTier?: string | undefined;
  speed?: string | undefined;
  region?: string | undefined;
  errorType?: string | undefined;
  toolCalls?: number | undefined;
}

const takeCounts = (counts: Counts, usage: JsonObject, isFirst: boolean): void => {
  const cacheRead = countAt(usage, 'cache_read_input_tokens');
  const cacheWrite = countAt(usage, 'cache_creation_input_tokens');
  const input = countAt(usage, 'input_tokens');
  const isNews = isFirst || input !== 0 || (cacheRead ?? 0) + (cacheWrite ?? 0) > 0;
  if (isNews) counts.input = input ?? counts.input;
  counts.cacheRead = cacheRead ?? counts.cacheRead;
  const split = objectAt(usage, 'cache_creation');
  if (split !== undefined) {
    counts.cacheWrite5m = countAt(split, 'ephemeral_5m_input_tokens');
    counts.cacheWrite1h = countAt(split, 'ephemeral_1h_input_tokens');
  } else if (cacheWrite !== undefined && cacheWrite !== counts.cacheWrite) {
    // Another total than the one that was split: the split is of the past.
    counts.cacheWrite5m = undefined;
    counts.cacheWrite1h = undefined;
  }
  counts.cacheWrite = cacheWrite ?? counts.cacheWrite;
  counts.output = countAt(usage, 'output_tokens') ?? counts.output;
  counts.thinking = countAt(objectAt(usage, 'output_tokens_details'), 'thinking_tokens') ?? counts.thinking;
  counts.webSearches =
    countAt(objectAt(usage, 'server_tool_use'), 'web_search_requests') ?? counts.webSearches;
  if (Array.isArray(usage['iterations'])) counts.iterations = usage['iterations'];
};

const takeFacts = (facts: Facts, usage: JsonObject): void => {
  facts.serviceTier = wordAt(usage, 'service_tier') ?? facts.serviceTier;
  facts.speed = wordAt(usage, 'speed') ?? facts.speed;
  facts.region = wordAt(usage, 'inference_geo') ?? facts.region;
};

/** `tool_use`, `server_tool_use`, `mcp_tool_use` */
const countTool = (facts: Facts, block: JsonObject | undefined): void => {
  if (wordAt(block, 'type')?.endsWith('tool_use') === true) facts.toolCalls = (facts.toolCalls ?? 0) + 1;
};

const tokensOf = (counts: Counts): TokenUsage => ({
  ...present({ input: counts.input, cacheRead: counts.cacheRead, ...cacheWritesOf(counts) }),
  ...present({ output: counts.output, reasoning: counts.thinking }),
});

/**
 * The split by time to live may miss a part of the total: what it does not name is 5-minute, the default. A split that
 * exceeds the total is trusted, being what is billed. (As Claude Code's logs are read, so that the two agree.)
 */
const cacheWritesOf = ({ cacheWrite, cacheWrite5m, cacheWrite1h }: Counts): TokenUsage => {
  const unnamed = Math.max(0, (cacheWrite ?? 0) - (cacheWrite5m ?? 0) - (cacheWrite1h ?? 0));
  const isSaid = (cacheWrite ?? cacheWrite5m ?? cacheWrite1h) !== undefined;
  return present({ cacheWrite5m: isSaid ? (cacheWrite5m ?? 0) + unnamed : undefined, cacheWrite1h });
};

const settled = (counts: Counts, facts: Facts): ProviderUsage => {
  const { others, added } = iterationsOf(counts.iterations ?? []);
  return {
    tokens: addUsage(tokensOf(counts), added),
    ...present({ ...facts, webSearches: counts.webSearches }),
    ...(facts.serviceTier === 'batch' ? { batch: true } : {}),
    ...(others.length === 0 ? {} : { others }),
  };
};

/** Iterations of one answer that are looked at. */
const MAX_ITERATIONS = 256;

/**
 * The parts of an answer that took several runs. `message` parts are in its counts. A `compaction` is not, and is billed
 * with it. Advice of another model is not either, and is a call of its own.
 */
const iterationsOf = (
  iterations: readonly unknown[],
): { readonly others: readonly OtherModelUsage[]; readonly added: TokenUsage } => {
  const others: OtherModelUsage[] = [];
  let added: TokenUsage = {};
  iterations.slice(0, MAX_ITERATIONS).forEach((value, index) => {
    const iteration = objectOf(value);
    const kind = wordAt(iteration, 'type');
    if (iteration === undefined || kind === undefined) return;
    const counts: Counts = {};
    takeCounts(counts, iteration, true);
    const tokens = tokensOf(counts);
    if (kind === 'compaction') added = addUsage(added, tokens);
    if (kind === 'advisor_message' && !isEmptyUsage(tokens))
      others.push({ index, kind, model: nameAt(iteration, 'model') ?? 'unknown', tokens });
  });
  return { others, added };
};
