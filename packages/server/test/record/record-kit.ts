import type { UsageEvent } from '@meterline/core';

/** A call as the gateway tells it, under a key of its own. */
export const event = (id: string): UsageEvent => ({
  keys: [`gateway:${id}`],
  startedAt: 1_795_000_000_000,
  source: 'gateway',
  capture: 'gateway',
  provider: 'openai',
  model: 'gpt-5.6',
  tokens: { input: 1, output: 2 },
  status: 'ok',
  confidence: 'exact',
});
