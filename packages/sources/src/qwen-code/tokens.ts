import type { TokenUsage } from '@meterline/core';
import { countOf, defined, type OnBad } from '../read/index.ts';
import { makerOf } from '../read/model-maker.ts';

/** The raw counts of a response, whichever row they stood in. */
export interface ResponseCounts {
  readonly prompt: number | undefined;
  readonly output: number | undefined;
  readonly cached: number | undefined;
  readonly thoughts: number | undefined;
  readonly total: number | undefined;
}

/** Field names, in the order prompt, output, cached, thoughts, total. */
export type CountNames = readonly [string, string, string, string, string];

export const readCounts = (
  holder: Readonly<Record<string, unknown>>,
  names: CountNames,
  onBad: OnBad,
): ResponseCounts => {
  const [prompt, output, cached, thoughts, total] = names.map((name) => countOf(holder[name], name, onBad));
  return { prompt, output, cached, thoughts, total };
};

/** Tells two rows of one response: the same counts, written by the same program a moment apart. */
export const fingerprintOf = (counts: ResponseCounts): string =>
  [counts.prompt, counts.output, counts.cached, counts.total].map((count) => count ?? '').join(':');

export interface ReadTokens {
  readonly tokens: TokenUsage;
  /** Neither the total nor the protocol told whether thoughts are inside the output. */
  readonly assumed: boolean;
}

/**
 * The prompt includes what was read from the cache. Whether the output includes the thoughts depends on the protocol
 * (OpenAI: inside, Gemini: outside); the total tells, and without one the protocol decides.
 */
export const tokensOf = (counts: ResponseCounts, protocol: string | undefined, onBad: OnBad): ReadTokens => {
  const { prompt, output, thoughts, total } = counts;
  let { cached } = counts;
  if (cached !== undefined && prompt !== undefined && cached > prompt) {
    onBad('COUNTS_DISAGREE', 'cached');
    cached = prompt;
  }
  const inside = (prompt ?? 0) + (output ?? 0);
  const isInside = total === inside;
  const isOutside = !isInside && total === inside + (thoughts ?? 0);
  const told = isInside || isOutside || (thoughts ?? 0) === 0;
  const extra = isOutside || (!told && isGoogle(protocol)) ? (thoughts ?? 0) : 0;
  const tokens = defined({
    input: prompt === undefined ? undefined : prompt - (cached ?? 0),
    cacheRead: cached,
    output: output === undefined && extra === 0 ? undefined : (output ?? 0) + extra,
    reasoning: thoughts,
  });
  return { tokens, assumed: !told };
};

const isGoogle = (protocol: string | undefined): boolean => protocol === 'gemini' || protocol === 'vertex-ai';

/** Who bills, from the protocol that was signed in to; `openai` is any compatible endpoint, so the model decides. */
export const providerOf = (protocol: string | undefined, model: string): string => {
  if (protocol === 'gemini') return 'google';
  if (protocol === 'vertex-ai') return 'vertex';
  if (protocol === 'anthropic') return 'anthropic';
  // Names that Qwen's own sign-in gives to whichever model it serves.
  if (protocol === 'qwen-oauth' || model === 'coder-model' || model === 'vision-model') return 'alibaba';
  return makerOf(model) ?? 'openai-compatible';
};

/** The Anthropic protocol folds cache writes into the prompt and shows them nowhere. */
export const foldsCacheWrites = (protocol: string | undefined, model: string): boolean =>
  protocol === 'anthropic' || (protocol === undefined && makerOf(model) === 'anthropic');
