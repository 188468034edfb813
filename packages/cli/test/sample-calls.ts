import type { DeclaredUsage, Issue, UsageEvent } from '@meterline/core';

/** A fortnight of calls by four programs, made up but lifelike, the same on every run. */
export const NOW = Date.UTC(2026, 10, 22, 14, 5, 9);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A small generator of fixed pseudo-random numbers in [0, 1). */
const dice = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

interface Worker {
  readonly app: string;
  readonly source: string;
  readonly provider: string;
  readonly models: readonly string[];
  readonly projects: readonly string[];
  readonly perDay: number;
  readonly hour: number;
}

const WORKERS: readonly Worker[] = [
  {
    app: 'claude-code',
    source: 'claude-code',
    provider: 'anthropic',
    models: ['claude-opus-4-6', 'claude-sonnet-4-6', 'claude-haiku-4-5'],
    projects: ['/home/dev/code/shop-frontend', '/home/dev/code/billing-service'],
    perDay: 40,
    hour: 9,
  },
  {
    app: 'codex',
    source: 'codex',
    provider: 'openai',
    models: ['gpt-5.4', 'gpt-5.4-mini'],
    projects: ['/home/dev/code/billing-service'],
    perDay: 16,
    hour: 13,
  },
  {
    app: 'openclaw',
    source: 'openclaw',
    provider: 'anthropic',
    models: ['claude-haiku-4-5'],
    projects: ['/home/dev/.openclaw/workspace'],
    perDay: 6,
    hour: 6,
  },
  {
    app: 'gemini-cli',
    source: 'gemini-cli',
    provider: 'google',
    models: ['gemini-2.5-pro'],
    projects: ['/home/dev/notes'],
    perDay: 4,
    hour: 20,
  },
];

const hex = (roll: () => number, length: number): string =>
  Array.from({ length }, () => Math.floor(roll() * 16).toString(16)).join('');

const callOf = (
  worker: Worker,
  day: number,
  index: number,
  session: string,
  roll: () => number,
): UsageEvent => {
  const cron = worker.app === 'openclaw';
  const cached = worker.provider !== 'google';
  const model = worker.models[Math.floor(roll() ** 2 * worker.models.length)] ?? worker.models[0]!;
  const startedAt =
    NOW - day * DAY - (NOW % DAY) + worker.hour * HOUR + Math.floor(index * 9 * 60_000 + roll() * 300_000);
  const output = 80 + Math.floor(roll() * 2_400);
  return {
    keys: [`${worker.source}:${hex(roll, 12)}`],
    startedAt,
    source: worker.source,
    capture: 'log',
    provider: worker.provider,
    model,
    tokens: {
      input: 20 + Math.floor(roll() * (cached ? 900 : 22_000)),
      output,
      ...(worker.provider === 'anthropic'
        ? { cacheRead: Math.floor(roll() * 90_000), cacheWrite5m: Math.floor(roll() * 7_000) }
        : { cacheRead: Math.floor(roll() * 50_000), reasoning: Math.floor(output / 3) }),
    },
    status: roll() > 0.98 ? 'error' : 'ok',
    confidence: 'exact',
    app: worker.app,
    session,
    project: worker.projects[day % worker.projects.length]!,
    ...(cron
      ? { agent: 'main', cron: day % 2 === 0 ? 'c7d1-mail' : 'a113-standup', channel: 'cron' }
      : { branch: day % 3 === 0 ? 'main' : 'feature/checkout' }),
    ...(worker.app === 'claude-code' && index % 5 === 4 ? { agent: 'Explore', parentAgent: 'main' } : {}),
  };
};

/** About 900 calls over 14 days; nothing lies after `NOW`. */
export const sampleCalls = (): readonly UsageEvent[] => {
  const roll = dice(20261122);
  const calls: UsageEvent[] = [];
  for (let day = 13; day >= 0; day -= 1)
    for (const worker of WORKERS) {
      const session = `${hex(roll, 8)}-${hex(roll, 4)}-4${hex(roll, 3)}-8${hex(roll, 3)}-${hex(roll, 12)}`;
      const count = Math.round(worker.perDay * (0.5 + roll()));
      for (let index = 0; index < count; index += 1) calls.push(callOf(worker, day, index, session, roll));
    }
  return calls.filter(({ startedAt }) => startedAt <= NOW);
};

/** Calls of a model that no price book knows, for everything that must not read as $0. */
export const unpricedCalls = (): readonly UsageEvent[] =>
  [1, 2, 3].map((index) => ({
    keys: [`lab:${index}`],
    startedAt: NOW - index * HOUR,
    source: 'jsonl',
    capture: 'import',
    provider: 'acme-lab',
    model: 'acme-large-preview',
    tokens: { input: 300_000 * index, output: 1_500 },
    status: 'ok',
    confidence: 'exact',
    app: 'evals',
    session: 'nightly-evals',
    project: '/home/dev/evals',
  }));

/** What an agent says a session used beyond what it logged. */
export const declaredUsage = (session: string): readonly DeclaredUsage[] => [
  {
    source: 'claude-code',
    app: 'claude-code',
    session,
    model: 'claude-opus-4-6',
    tokens: { input: 900_000, output: 400_000, cacheRead: 9_000_000, cacheWrite5m: 900_000 },
    reportedCostNanoUsd: 31_500_000_000,
    at: NOW,
  },
];

/** Input that was skipped or doubted. */
export const skippedInput: readonly Issue[] = [
  {
    source: 'claude-code',
    file: '/home/dev/.claude/projects/-home-dev-work/a1b2.jsonl',
    at: 48_213,
    code: 'BAD_JSON',
  },
  {
    source: 'claude-code',
    file: '/home/dev/.claude/projects/-home-dev-work/c3d4.jsonl',
    at: 912,
    code: 'BAD_JSON',
  },
  {
    source: 'codex',
    file: '/home/dev/.codex/sessions/2026/11/20/rollout-1.jsonl',
    at: 77,
    code: 'BAD_NUMBER',
    detail: 'output_tokens',
  },
];
