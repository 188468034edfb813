import type { TokenUsage } from '@meterline/core';
import {
  countOf,
  defined,
  isRecord,
  type JsonRecord,
  nanoUsdOf,
  type OnBad,
  recordAt,
  valueAt,
} from '../read/index.ts';

/** One row's `usage`: disjoint tokens and what the program says they cost. */
export interface RowUsage {
  readonly tokens: TokenUsage;
  readonly reportedCostNanoUsd?: number;
  /** The cost is what the provider charged, not the program's own estimate. */
  readonly providerBilled: boolean;
}

/** Names that older versions and foreign providers use, the family's own first. */
const NAMES = {
  input: ['input', 'inputTokens', 'input_tokens', 'promptTokens', 'prompt_tokens'],
  output: ['output', 'outputTokens', 'output_tokens', 'completionTokens', 'completion_tokens'],
  cacheRead: ['cacheRead', 'cache_read', 'cacheReadInputTokens', 'cache_read_input_tokens', 'cached_tokens'],
  cacheWrite: ['cacheWrite', 'cache_write', 'cacheCreationInputTokens', 'cache_creation_input_tokens'],
  cacheWrite1h: ['cacheWrite1h'],
  reasoning: ['reasoning', 'reasoningTokens', 'reasoning_tokens'],
  total: ['totalTokens', 'total_tokens', 'total'],
} as const;

/**
 * `input`, `output`, `cacheRead` and `cacheWrite` are disjoint; `reasoning` is a subset of `output` and `cacheWrite1h`
 * one of `cacheWrite`. Only a row whose total leaves the cached part out has it inside `input`.
 */
export const usageOf = (usage: JsonRecord, onBad: OnBad): RowUsage => {
  const count = (name: keyof typeof NAMES): number | undefined => {
    const field = NAMES[name].find((alias) => valueAt(usage, alias) != null);
    return field === undefined ? undefined : countOf(usage[field], name, onBad);
  };
  const output = count('output');
  const cacheRead = count('cacheRead');
  const writes = cacheWritesOf(count('cacheWrite'), count('cacheWrite1h'), onBad);
  const cached = (cacheRead ?? 0) + (writes.all ?? 0);
  const input = uncachedOf(count('input'), cached, output, count('total'), onBad);
  const reasoning = count('reasoning');
  return {
    tokens: defined({ input, output, cacheRead, ...writes.kinds, reasoning }) as TokenUsage,
    ...costOf(usage),
  };
};

/** Where the hour-long part is reported the rest lived five minutes; where it is not, the time to live is the provider's default. */
const cacheWritesOf = (
  all: number | undefined,
  oneHour: number | undefined,
  onBad: OnBad,
): { all: number | undefined; kinds: TokenUsage } => {
  if (all === undefined || oneHour === undefined)
    return { all, kinds: all === undefined ? {} : { cacheWrite: all } };
  if (oneHour > all) onBad('COUNTS_DISAGREE', 'cacheWrite1h');
  const cacheWrite1h = Math.min(oneHour, all);
  return { all, kinds: { cacheWrite5m: all - cacheWrite1h, cacheWrite1h } };
};

const uncachedOf = (
  input: number | undefined,
  cached: number,
  output: number | undefined,
  total: number | undefined,
  onBad: OnBad,
): number | undefined => {
  const inside = input !== undefined && cached > 0 && total === input + (output ?? 0);
  if (!inside) return input;
  if (cached > input) onBad('COUNTS_DISAGREE', 'input');
  return Math.max(0, input - cached);
};

/** A cost of 0 says that the program knows no price, or that a plan pays: not reported. */
const costOf = (usage: JsonRecord): { reportedCostNanoUsd?: number; providerBilled: boolean } => {
  const cost = valueAt(usage, 'cost');
  const nano = nanoUsdOf(isRecord(cost) ? cost['total'] : cost);
  const providerBilled = recordAt(usage, 'cost')?.['totalOrigin'] === 'provider-billed';
  return nano ? { reportedCostNanoUsd: nano, providerBilled } : { providerBilled: false };
};
