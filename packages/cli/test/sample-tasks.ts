import type { UsageEvent } from '@meterline/core';
import { NOW } from './sample-calls.ts';

const SECOND = 1000;

/** Two tasks: one that three agents of two programs worked on, with a call that failed and was tried again; and a short one. */
export const sampleTasks = (): readonly UsageEvent[] => {
  const startedAt = NOW - 3 * 3600 * SECOND;
  const hop = (
    id: string,
    at: number,
    seconds: number | undefined,
    more: Partial<UsageEvent>,
  ): UsageEvent => ({
    ...{ keys: [`task:${id}`], startedAt: startedAt + at * SECOND, source: 'sdk', capture: 'sdk' },
    ...{ provider: 'anthropic', model: 'claude-sonnet-4-6', status: 'ok', confidence: 'exact' },
    ...{ app: 'release-bot', session: 'run-1', task: 'release-42', feature: 'notes', agent: 'lead' },
    tokens: { input: 6000, cacheRead: 12_000, output: 900 },
    ...(seconds === undefined ? {} : { latencyMs: seconds * SECOND }),
    ...more,
  });
  const scout = { agent: 'scout', parentAgent: 'lead', model: 'claude-haiku-4-5' };
  return [
    hop('1', 0, 14, {}),
    hop('2', 15, 9, scout),
    hop('3', 15, 31, { ...scout, session: 'run-2' }),
    hop('4', 25, 0.3, { ...scout, status: 'error', errorType: 'rate_limit_error', tokens: {}, attempt: 1 }),
    hop('5', 28, 12, { ...scout, attempt: 2 }),
    hop('6', 50, undefined, {
      agent: 'reviewer',
      app: 'review-bot',
      session: 'r-9',
      model: 'gpt-5.4',
      provider: 'openai',
    }),
    hop('7', 95, 22, {}),
    hop('8', 400, 4, { task: '4bf92f3577b34da6a3ce929d0e0e4736', agent: 'main', app: 'shop-api' }),
  ];
};
