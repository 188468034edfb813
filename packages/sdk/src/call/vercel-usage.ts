import { type ProviderUsage, usageReader, type Wire } from '@meterline/core';
import type { TokenCounts } from '../public-types.ts';
import { known } from './call-record.ts';

/** Usage as a model of version 3 gives it; the AI SDK makes such of older ones before they are wrapped. */
export interface VercelUsage {
  readonly inputTokens?: {
    readonly total?: number | undefined;
    readonly noCache?: number | undefined;
    readonly cacheRead?: number | undefined;
    readonly cacheWrite?: number | undefined;
  };
  readonly outputTokens?: { readonly total?: number | undefined; readonly reasoning?: number | undefined };
  /** The provider's own. */
  readonly raw?: unknown;
}

export interface VercelFacts {
  readonly responseId?: string | undefined;
  readonly model?: string | undefined;
  readonly stopReason?: string | undefined;
  readonly toolCalls?: number | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The provider's own counts where the AI SDK hands them on: they tell the times to live of caches, and more. */
export const usageOf = (usage: VercelUsage | undefined, facts: VercelFacts): ProviderUsage | undefined => {
  if (usage === undefined) return undefined;
  const raw = usage.raw;
  const said = typeof raw === 'object' && raw !== null ? ofRaw(raw as Fields) : undefined;
  return { ...said, tokens: said?.tokens ?? plainTokens(usage), ...known({ ...facts }) };
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

const plainTokens = ({ inputTokens, outputTokens }: VercelUsage): TokenCounts => {
  const { total, noCache, cacheRead, cacheWrite } = inputTokens ?? {};
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  return known({
    input: noCache ?? (total === undefined ? undefined : Math.max(0, total - cached)),
    cacheRead,
    cacheWrite,
    output: outputTokens?.total,
    reasoning: outputTokens?.reasoning,
  });
};
