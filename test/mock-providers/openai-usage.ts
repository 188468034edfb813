import type { TokenUsage } from '@meterline/core';
import { countsOf, type MockRequest } from './mock-call.ts';

/** What a call of OpenAI's form used, as this provider says it, and as it is billed. */
export interface ChatUsage {
  readonly usage: Readonly<Record<string, unknown>>;
  readonly tokens: TokenUsage;
  readonly reportedNanoUsd?: number;
}

type Counts = ReturnType<typeof countsOf>;

const plain = ({ input, cacheRead, output, reasoning }: Counts): ChatUsage => ({
  usage: {
    prompt_tokens: input + cacheRead,
    completion_tokens: output,
    total_tokens: input + cacheRead + output,
    prompt_tokens_details: { cached_tokens: cacheRead, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0 },
  },
  tokens: { input, cacheRead, output, reasoning },
});

/** Says no details. */
const bare = ({ input, output }: Counts): ChatUsage => ({
  usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  tokens: { input, output },
});

/** Says what was cached twice, in two ways. */
const deepseek = (counts: Counts): ChatUsage => {
  const { usage, tokens } = plain(counts);
  const { input, cacheRead } = counts;
  return {
    usage: { ...usage, prompt_cache_hit_tokens: cacheRead, prompt_cache_miss_tokens: input },
    tokens,
  };
};

const TICKS_PER_NANO = 10;

/** Reasoning stands beside the completion, and the charge in ticks. */
const xai = (counts: Counts): ChatUsage => {
  const { usage, tokens } = plain(counts);
  const { output, reasoning } = counts;
  const reportedNanoUsd = 7_000 + output;
  return {
    usage: {
      ...usage,
      completion_tokens: output - reasoning,
      cost_in_usd_ticks: reportedNanoUsd * TICKS_PER_NANO,
      num_sources_used: 0,
    },
    tokens,
    reportedNanoUsd,
  };
};

/** Says its charge, and what is a part of it besides. */
const openrouter = (counts: Counts): ChatUsage => {
  const { usage, tokens } = plain(counts);
  const reportedNanoUsd = 310_000 + counts.output * 1000;
  const cost = reportedNanoUsd / 1e9;
  return {
    usage: { ...usage, cost, is_byok: false, cost_details: { upstream_inference_cost: cost } },
    tokens,
    reportedNanoUsd,
  };
};

const WAYS: Readonly<Record<string, (counts: Counts) => ChatUsage>> = {
  deepseek,
  xai,
  openrouter,
  mistral: bare,
  ollama: bare,
};

export const chatUsage = (request: MockRequest): ChatUsage =>
  (WAYS[request.provider] ?? plain)(countsOf(request));
