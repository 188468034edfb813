import { type ProviderUsage, usageReader, type Wire } from '@meterline/core';
import type { TokenCounts } from '../public-types.ts';

/** Usage as the AI SDK gives it: version 3 of its models with the provider's own beside it, version 2 plain. */
export interface VercelUsage {
  readonly inputTokens?: VercelInput | number | undefined;
  readonly outputTokens?: VercelOutput | number | undefined;
  readonly cachedInputTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
  readonly raw?: unknown;
}
interface VercelInput {
  readonly total?: number | undefined;
  readonly noCache?: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
}
interface VercelOutput {
  readonly total?: number | undefined;
  readonly reasoning?: number | undefined;
}

export interface VercelFacts {
  readonly responseId?: string | undefined;
  readonly model?: string | undefined;
  readonly stopReason?: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The provider's own counts where the AI SDK hands them on: they tell the times to live of caches, and more. */
export const usageOf = (usage: VercelUsage | undefined, facts: VercelFacts): ProviderUsage | undefined => {
  if (usage === undefined) return undefined;
  const raw = usage.raw;
  const said = typeof raw === 'object' && raw !== null ? ofRaw(raw as Fields) : undefined;
  const names: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) if (typeof value === 'string') names[name] = value;
  return { ...said, tokens: said?.tokens ?? plainTokens(usage), ...names };
};

const ofRaw = (raw: Fields): ProviderUsage | undefined => {
  const [wire, answer] = wrapped(raw);
  if (wire === undefined) return undefined;
  const reader = usageReader(wire);
  reader.read(answer);
  const usage = reader.usage();
  return usage !== undefined && Object.keys(usage.tokens).length > 0 ? usage : undefined;
};

/** The smallest answer of each wire that has such counts. */
const wrapped = (raw: Fields): readonly [Wire | undefined, unknown] => {
  if ('promptTokenCount' in raw) return ['gemini', { usageMetadata: raw }];
  if ('prompt_tokens' in raw) return ['openai-chat', { choices: [], usage: raw }];
  if ('inputTokens' in raw) return ['bedrock-converse', { usage: raw }];
  if (!('input_tokens' in raw)) return [undefined, undefined];
  const isClaude = 'cache_read_input_tokens' in raw || 'cache_creation_input_tokens' in raw;
  if (isClaude) return ['anthropic-messages', { type: 'message', usage: raw }];
  return ['openai-responses', { object: 'response', usage: raw }];
};

const plainTokens = ({
  inputTokens,
  outputTokens,
  cachedInputTokens,
  reasoningTokens,
}: VercelUsage): TokenCounts => {
  const input =
    typeof inputTokens === 'object' ? inputTokens : { total: inputTokens, cacheRead: cachedInputTokens };
  const output =
    typeof outputTokens === 'object' ? outputTokens : { total: outputTokens, reasoning: reasoningTokens };
  const cached = (input.cacheRead ?? 0) + (('cacheWrite' in input && input.cacheWrite) || 0);
  const fresh = 'noCache' in input ? input.noCache : undefined;
  const counts = {
    input: fresh ?? (input.total === undefined ? undefined : Math.max(0, input.total - cached)),
    cacheRead: input.cacheRead,
    cacheWrite: 'cacheWrite' in input ? input.cacheWrite : undefined,
    output: output.total,
    reasoning: output.reasoning,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== undefined));
};
