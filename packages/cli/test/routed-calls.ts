import type { UsageEvent } from '@meterline/core';
import { NOW } from './sample-calls.ts';

const HOUR = 3_600_000;

const ROUTES = [
  {
    feature: 'answer-ticket',
    tenant: 'acme',
    model: 'claude-sonnet-4-6',
    calls: 40,
    waitMs: 620,
    paceMs: 14,
  },
  {
    feature: 'answer-ticket',
    tenant: 'globex',
    model: 'claude-sonnet-4-6',
    calls: 22,
    waitMs: 900,
    paceMs: 15,
  },
  { feature: 'summary', tenant: 'acme', model: 'claude-haiku-4-5', calls: 130, waitMs: 240, paceMs: 5 },
  {
    feature: 'classify',
    tenant: undefined,
    model: 'gpt-5.4-mini',
    calls: 300,
    waitMs: 90,
    paceMs: undefined,
  },
] as const;

/** Calls of a program's own features for two customers, as the gateway sees them: with times, and some errors. */
export const routedCalls = (): readonly UsageEvent[] =>
  ROUTES.flatMap(({ feature, tenant, model, calls, waitMs, paceMs }) =>
    Array.from({ length: calls }, (_, index): UsageEvent => {
      const output = paceMs === undefined ? 4 : 150 + ((index * 37) % 400);
      const failed = index % 29 === 28;
      const wait = waitMs + ((index * 53) % 10) * (waitMs / 8) + (index % 20 === 19 ? waitMs * 9 : 0);
      return {
        keys: [`gateway:${feature}-${tenant}-${index}`],
        startedAt: NOW - Math.floor((index * 60 * HOUR) / calls) - HOUR,
        source: 'gateway',
        capture: 'gateway',
        provider: model.startsWith('gpt') ? 'openai' : 'anthropic',
        model,
        tokens: failed ? {} : { input: 900, cacheRead: index % 3 === 0 ? 0 : 2_400, output },
        status: failed ? 'error' : 'ok',
        confidence: 'exact',
        app: 'helpdesk',
        environment: 'production',
        feature,
        ...(tenant === undefined ? {} : { tenant }),
        latencyMs: failed ? 45 : wait + output * (paceMs ?? 1),
        ...(failed || paceMs === undefined ? {} : { timeToFirstTokenMs: wait }),
      };
    }),
  );
