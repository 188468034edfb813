import { type TokenUsage, totalTokens } from '@meterline/core';
import {
  countOf,
  defined,
  isRecord,
  type JsonRecord,
  nanoUsdOf,
  type OnBad,
  recordAt,
  textOf,
} from '../read/index.ts';
import type { Output } from '../source.ts';
import { subtractUsage } from './open-calls.ts';
import type { TranscriptState } from './state.ts';

/** Most models of one `cost-state` line that are read. */
const MAX_MODELS = 64;

/**
 * `cost-state` says what the session used in all, by model, calls included that no row tells of. A fork's counts go on
 * from its parent's, so what was copied into the file is taken off (README "Unlogged usage").
 */
export const declareCostState = (line: JsonRecord, at: number, state: TranscriptState, out: Output): void => {
  const session = textOf(line['sessionId']);
  const models = recordAt(line, 'modelUsage');
  if (session === undefined || models === undefined) return;
  for (const [name, usage] of Object.entries(models).slice(0, MAX_MODELS)) {
    const model = textOf(name);
    if (model === undefined || !isRecord(usage)) continue;
    const inherited = state.inherited[model];
    const whole = declaredTokens(usage, (code, detail) => out.issue(at, code, detail));
    const tokens = inherited ? atLeastZero(subtractUsage(whole, inherited)) : whole;
    if (totalTokens(tokens) === 0) continue;
    out.declare({
      source: 'claude-code',
      app: 'claude-code',
      session,
      model,
      tokens,
      at,
      ...defined({ reportedCostNanoUsd: inherited ? undefined : nanoUsdOf(usage['costUSD']) }),
    });
  }
};

const declaredTokens = (usage: JsonRecord, onBad: OnBad): TokenUsage => {
  const count = (name: string): number | undefined => countOf(usage[name], name, onBad);
  const writes = count('cacheCreationInputTokens');
  const long = count('cacheCreationEphemeral1hInputTokens');
  return defined({
    input: count('inputTokens'),
    cacheRead: count('cacheReadInputTokens'),
    cacheWrite5m: count('cacheCreationEphemeral5mInputTokens') ?? (writes && writes - (long ?? 0)),
    cacheWrite1h: long,
    output: count('outputTokens'),
    reasoning: count('thinkingTokens'),
  });
};

const atLeastZero = (tokens: TokenUsage): TokenUsage =>
  Object.fromEntries(Object.entries(tokens).map(([kind, count]) => [kind, Math.max(0, count)]));
