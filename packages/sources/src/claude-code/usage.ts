import type { MeteredUsage, TokenUsage } from '@meterline/core';
import { isEmptyUsage } from '@meterline/core';
import { countOf, type JsonRecord, type OnBad, recordAt, textOf } from '../read/index.ts';
import { providerOf } from './provider.ts';

/** Tokens out of a `usage` object of the Messages API (agent-logs §1). */
export const tokensOf = (usage: JsonRecord, onBad: OnBad): TokenUsage => {
  const tokens: { -readonly [K in keyof TokenUsage]: TokenUsage[K] } = {};
  const set = (kind: keyof TokenUsage, count: number | undefined): void => {
    if (count !== undefined) tokens[kind] = count;
  };
  set('input', countOf(usage['input_tokens'], 'input_tokens', onBad));
  set('cacheRead', countOf(usage['cache_read_input_tokens'], 'cache_read_input_tokens', onBad));
  set('output', countOf(usage['output_tokens'], 'output_tokens', onBad));
  const details = recordAt(usage, 'output_tokens_details');
  set('reasoning', details && countOf(details['thinking_tokens'], 'thinking_tokens', onBad));
  setCacheWrites(usage, onBad, set);
  return tokens;
};

/**
 * The split by time to live is newer than the total and may miss a part of it: what it does not name is 5-minute, the
 * default. A split that exceeds the total is trusted, being what is billed.
 */
const setCacheWrites = (
  usage: JsonRecord,
  onBad: OnBad,
  set: (kind: 'cacheWrite5m' | 'cacheWrite1h', count: number | undefined) => void,
): void => {
  const total = countOf(usage['cache_creation_input_tokens'], 'cache_creation_input_tokens', onBad);
  const split = recordAt(usage, 'cache_creation');
  const short = split && countOf(split['ephemeral_5m_input_tokens'], 'ephemeral_5m_input_tokens', onBad);
  const long = split && countOf(split['ephemeral_1h_input_tokens'], 'ephemeral_1h_input_tokens', onBad);
  const unnamed = Math.max(0, (total ?? 0) - (short ?? 0) - (long ?? 0));
  const reported = total ?? short ?? long;
  if (reported !== undefined) set('cacheWrite5m', (short ?? 0) + unnamed);
  set('cacheWrite1h', long);
};

export interface Advisor {
  /** Place in `iterations`: part of the call's identity. */
  readonly index: number;
  readonly metered: MeteredUsage;
}

/** Most iterations of one response that are looked at. */
const MAX_ITERATIONS = 256;

/** Calls of an advising model inside a response: billed beside it, and not in its sums, unlike all other iterations. */
export const advisorsOf = (usage: JsonRecord, onBad: OnBad): readonly Advisor[] => {
  const iterations = usage['iterations'];
  if (!Array.isArray(iterations) || iterations.length === 0) return [];
  const advisors: Advisor[] = [];
  for (let index = 0; index < Math.min(iterations.length, MAX_ITERATIONS); index++) {
    const item: unknown = iterations[index];
    if (typeof item !== 'object' || item === null) continue;
    const iteration = item as JsonRecord;
    if (iteration['type'] !== 'advisor_message') continue;
    const tokens = tokensOf(iteration, onBad);
    if (isEmptyUsage(tokens)) continue;
    const model = textOf(iteration['model']);
    if (model === undefined) onBad('MISSING_MODEL', 'iterations.model');
    const name = model ?? 'unknown';
    advisors.push({
      index,
      metered: {
        provider: providerOf(name, undefined),
        model: name,
        tokens,
        status: 'ok',
        confidence: 'exact',
      },
    });
  }
  return advisors;
};
