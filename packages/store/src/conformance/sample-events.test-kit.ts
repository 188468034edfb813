import type { Cost, Filter, Interval, PricedEvent, UsageQuery } from '@meterline/core';
import fc from 'fast-check';

/** Calls for tests of the ledger: small worlds in which copies meet, bridge and disagree often. */

export const T0 = Date.parse('2026-03-07T00:00:00Z');
const DAY = 86_400_000;

export const costOf = (listNanoUsd: number | undefined, cache = { saved: 0, premium: 0 }): Cost => ({
  status: listNanoUsd === undefined ? 'unpriced' : listNanoUsd === 0 ? 'zero' : 'priced',
  listNanoUsd,
  reportedNanoUsd: undefined,
  billedNanoUsd: listNanoUsd,
  cacheSavedNanoUsd: listNanoUsd === undefined ? undefined : cache.saved,
  cachePremiumNanoUsd: listNanoUsd === undefined ? undefined : cache.premium,
  priceRule: listNanoUsd === undefined ? undefined : 'anthropic:claude-opus-4-6@2026-01-01#a1',
  matchedBy: listNanoUsd === undefined ? undefined : 'exact',
  bookVersion: '1',
  confidence: 'exact',
});

/** A call like those of an agent's log; any field can be given. */
export const call = (key: string, fields: Partial<PricedEvent> = {}): PricedEvent => ({
  keys: [key],
  startedAt: T0,
  source: 'claude-code',
  capture: 'log',
  provider: 'anthropic',
  model: 'claude-opus-4-6',
  modelCanonical: 'claude-opus-4-6',
  tokens: { input: 10, output: 20, cacheRead: 30 },
  status: 'ok',
  confidence: 'exact',
  app: 'claude-code',
  session: 'session-1',
  cost: costOf(1_000),
  ...fields,
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const count = fc.nat(5_000);

const tokens = fc.record(
  {
    input: count,
    output: count,
    reasoning: fc.nat(50),
    cacheRead: count,
    cacheWrite: count,
    cacheWrite5m: count,
    cacheWrite1h: count,
    cacheWrite12h: count,
    inputAudio: count,
    outputImage: count,
  },
  { requiredKeys: [] },
);

const attribution = {
  app: maybe(fc.constantFrom('claude-code', 'codex')),
  session: maybe(fc.constantFrom('session-1', 'session-2', 'session-3')),
  project: maybe(fc.constantFrom('/home/x/a', '/home/x/b')),
  branch: maybe(fc.constantFrom('main', "it\"s 'odd'")),
  parentSession: maybe(fc.constantFrom('session-0')),
  task: maybe(fc.constantFrom('t1', 't2')),
  agent: maybe(fc.constantFrom('explore', 'plan')),
  cron: maybe(fc.constantFrom('nightly')),
};

const request = {
  user: maybe(fc.constantFrom('ann', 'bob')),
  feature: maybe(fc.constantFrom('chat', 'search')),
  tags: maybe(
    fc.dictionary(fc.constantFrom('team', 'env', '__proto__x'), fc.constantFrom('a', 'b', ''), {
      maxKeys: 2,
    }),
  ),
  latencyMs: maybe(fc.constantFrom(12.5, 800)),
  httpStatus: maybe(fc.constantFrom(200, 429)),
  quotas: maybe(
    fc.constantFrom(
      [{ kind: 'requests', limit: 50, remaining: 49 }],
      [{ kind: 'tokens', remaining: 0, resetAt: T0 }],
    ),
  ),
  promptFingerprint: maybe(fc.constantFrom('f1', 'f2')),
};

const metered = {
  provider: fc.constantFrom('anthropic', 'openai'),
  modelCanonical: fc.constantFrom('claude-opus-4-6', 'gpt-5.2', 'unknown-1'),
  tokens,
  status: fc.constantFrom('ok', 'error', 'aborted'),
  confidence: fc.constantFrom('exact', 'estimated'),
  stopReason: maybe(fc.constantFrom('end_turn')),
  webSearches: maybe(fc.nat(3)),
  toolCalls: maybe(fc.nat(3)),
  reportedCostNanoUsd: maybe(fc.nat(9_000)),
} as const;

/** Some days around a change of the clocks in New York, on and off the quarter of an hour. */
export const instants = fc.oneof(
  fc.integer({ min: T0, max: T0 + 4 * DAY }),
  fc.integer({ min: 0, max: 4 * 96 }).map((quarter) => T0 + quarter * 900_000),
);

/**
 * Calls whose keys come from a few, so that many are copies of each other. The cost follows from the metered part, as
 * it does in life: two copies of one version do not differ in their price.
 */
export const events = (keys: number): fc.Arbitrary<PricedEvent> =>
  fc
    .record({
      keys: fc.uniqueArray(
        fc.nat(keys).map((n) => (n % 7 === 0 ? `["key",${n}]` : `key-${n}`)),
        { minLength: 1, maxLength: 3 },
      ),
      startedAt: instants,
      source: fc.constantFrom('claude-code', 'gateway'),
      capture: fc.constantFrom('log', 'gateway', 'sdk'),
      originAt: maybe(instants),
      ...attribution,
      ...request,
      ...metered,
    })
    .map((fields) => {
      const defined = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
      const { modelCanonical, tokens: used, reportedCostNanoUsd } = fields;
      const list =
        modelCanonical === 'unknown-1' ? undefined : (used.input ?? 0) * 5 + (used.output ?? 0) * 25;
      const cache = {
        saved: (used.cacheRead ?? 0) * 4,
        premium: (used.cacheWrite5m ?? 0) - (used.cacheWrite1h ?? 0),
      };
      const cost = { ...costOf(list, cache), reportedNanoUsd: reportedCostNanoUsd };
      return { ...defined, model: `${modelCanonical}-x`, cost } as unknown as PricedEvent;
    });

const MINUTE = 60_000;

/** Calls that use a cache, close enough together that some of it lapses and some does not. */
export const cachingEvents = (keys: number): fc.Arbitrary<PricedEvent> =>
  fc
    .tuple(
      events(keys),
      fc.record({
        startedAt: fc.nat(60).map((step) => T0 + step * 2.5 * MINUTE),
        tokens: fc.record(
          {
            cacheRead: fc.constantFrom(0, 50, 900),
            cacheWrite: fc.constantFrom(0, 100),
            cacheWrite5m: fc.constantFrom(0, 200, 300),
            cacheWrite1h: fc.constantFrom(0, 250),
            cacheWrite12h: fc.constantFrom(0, 220),
          },
          { requiredKeys: [] },
        ),
      }),
      fc.record(
        { latencyMs: fc.constantFrom(12.5, 4 * MINUTE), agent: fc.constantFrom('explore', 'plan') },
        { requiredKeys: [] },
      ),
      fc.constantFrom('session-1', 'session-2'),
    )
    .map(([event, cached, optional, session]) => {
      const { agent: _agent, latencyMs: _latencyMs, ...rest } = event;
      return { ...rest, ...cached, ...optional, session, app: 'claude-code' };
    });

const dimensions = fc.constantFrom(
  ...([
    'provider',
    'model',
    'app',
    'source',
    'project',
    'branch',
    'session',
    'task',
    'agent',
    'user',
  ] as const),
  ...(['tenant', 'feature', 'cron', 'tag:team', 'tag:env', 'tag:none'] as const),
);

/** A few sessions are looked up otherwise than all others. */
const ofSession: fc.Arbitrary<Filter> = fc.record({
  dimension: fc.constant('session' as const),
  op: fc.constant('=' as const),
  value: fc.constantFrom('session-1', 'session-2', 'nobody'),
});

const anyFilter: fc.Arbitrary<Filter> = fc.record({
  dimension: dimensions,
  op: fc.constantFrom('=', '!='),
  value: fc.constantFrom(
    null,
    'claude-code',
    'codex',
    'anthropic',
    'gpt-5.2',
    'session-1',
    'main',
    'ann',
    'a',
    '',
    'nobody',
  ),
});

const filters = fc.oneof({ weight: 4, arbitrary: anyFilter }, { weight: 1, arbitrary: ofSession });

export const ZONES = [
  'UTC',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
] as const;

export const queries: fc.Arbitrary<UsageQuery> = fc
  .record({
    from: maybe(instants),
    to: maybe(instants),
    zone: fc.constantFrom(...ZONES),
    by: fc.uniqueArray(dimensions, { maxLength: 3 }),
    interval: maybe(fc.constantFrom<Interval>('hour', 'day', 'week', 'month')),
    where: fc.array(filters, { maxLength: 3 }),
    limit: maybe(fc.integer({ min: 1, max: 4 })),
    orderBy: maybe(fc.constantFrom('cost', 'tokens', 'calls')),
  })
  .map(
    (query) =>
      Object.fromEntries(
        Object.entries(query).filter(([, value]) => value !== undefined),
      ) as unknown as UsageQuery,
  );
