import { type Confidence, isEmptyUsage, type TokenUsage, type UsageEvent } from '@meterline/core';
import { defined } from '../read/index.ts';

export interface CallFacts {
  readonly keys: readonly string[];
  readonly startedAt: number;
  readonly model: string | undefined;
  readonly tokens: TokenUsage;
  readonly confidence: Confidence;
  readonly session: string | undefined;
  readonly project?: string | undefined;
  readonly branch?: string | undefined;
  readonly agent?: string | undefined;
  readonly latencyMs?: number | undefined;
  readonly timeToFirstTokenMs?: number | undefined;
  readonly stopReason?: string | undefined;
}

/** The shape that all of Copilot's logs share: GitHub bills, whoever made the model. */
export const eventOf = (facts: CallFacts): UsageEvent | undefined => {
  if (isEmptyUsage(facts.tokens)) return undefined;
  const { keys, startedAt, model, tokens, confidence, ...rest } = facts;
  return {
    keys,
    source: 'copilot-cli',
    capture: 'log',
    app: 'copilot-cli',
    provider: 'github-copilot',
    model: model ?? 'unknown',
    startedAt,
    tokens,
    status: 'ok',
    confidence,
    ...defined(rest),
  };
};
