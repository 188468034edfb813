import { callsInHistogram, latencyPercentile, type PricedEvent, tokensPerSecond } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMemoryLedger } from '../memory/memory-ledger.ts';
import type { Ledger, TimingQuery } from '../store.ts';
import { freshLedgers, type OpenLedger } from './fresh-ledgers.test-kit.ts';
import { call, costOf, events, instants, queries, T0, ZONES } from './sample-events.test-kit.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ALL = { by: [], where: [] } as const;

/** What every engine says of how long calls took: a part of the conformance suite. */
export const timingConformance = (name: string, open: OpenLedger): void => {
  const fresh = freshLedgers(open);
  /** Calls whose latency and time to first token are known. */
  const known = async (ledger: Ledger, query: Partial<TimingQuery> = {}) => {
    const { rows } = await ledger.timings({ ...ALL, ...query });
    return rows.map(({ latency, firstToken }) => [callsInHistogram(latency), callsInHistogram(firstToken)]);
  };

  describe(`${name}: timings`, () => {
    test('are those of the calls that know them, by route', async () => {
      const ledger = await fresh();
      const routed = (key: string, feature: string, fields: Partial<PricedEvent>) =>
        call(key, { feature, tenant: 'acme', ...fields });
      await ledger.append({
        events: [
          routed('a', 'chat', { latencyMs: 3_000, timeToFirstTokenMs: 1_000, tokens: { output: 100 } }),
          routed('b', 'chat', { latencyMs: 500, tokens: { output: 100 }, startedAt: T0 + HOUR }),
          routed('c', 'chat', {}),
          routed('d', 'search', { latencyMs: 40, status: 'error', tokens: {} }),
          call('e', { tokens: { output: 5 } }),
          routed('f', 'first', { timeToFirstTokenMs: 70, user: 'ann' }),
        ],
      });
      const by = ['feature', 'tenant', 'model'] as const;
      const { rows, since } = await ledger.timings({ ...ALL, by });
      expect(since).toBeNull();
      expect(rows.map(({ key }) => key)).toEqual([
        { feature: 'chat', tenant: 'acme', model: 'claude-opus-4-6' },
        { feature: 'first', tenant: 'acme', model: 'claude-opus-4-6' },
        { feature: 'search', tenant: 'acme', model: 'claude-opus-4-6' },
      ]);
      const [chat, , search] = rows;
      expect(
        await known(ledger, { by: ['user'], where: [{ dimension: 'user', op: '=', value: 'ann' }] }),
      ).toEqual([[0, 1]]);
      expect([chat, search].map((row) => callsInHistogram(row!.latency))).toEqual([2, 1]);
      expect(latencyPercentile(chat!.latency, 0.95)! / 3_000).toBeCloseTo(1, 1);
      expect(latencyPercentile(chat!.firstToken, 0.5)! / 1_000).toBeCloseTo(1, 1);
      expect(tokensPerSecond(chat!)).toBe(80);
      expect(tokensPerSecond(search!)).toBeNull();
      const groups = [search!.key, { feature: 'no such', tenant: null, model: null }];
      expect((await ledger.timings({ ...ALL, by, groups })).rows).toEqual([search]);
      expect(await ledger.timings({ ...ALL, by, groups: [] })).toEqual({ rows: [], since: null });
      expect(await known(ledger, { from: T0 + 1, to: T0 + HOUR })).toEqual([]);
      expect(await known(ledger, { from: T0 + 1, to: T0 + HOUR + 1 })).toEqual([[1, 0]]);
    });

    test('move with the call that a merge changes', async () => {
      const ledger = await fresh();
      await ledger.append({ events: [call('a')] });
      expect(await known(ledger)).toEqual([]);
      const seen = { capture: 'gateway', source: 'gateway', feature: 'search', latencyMs: 900 } as const;
      await ledger.append({ events: [call('a', { ...seen, timeToFirstTokenMs: 20 })] });
      await ledger.append({ events: [call('b', { ...seen, latencyMs: 100, timeToFirstTokenMs: 5 })] });
      expect(await known(ledger)).toEqual([[2, 2]]);
      await ledger.append({ events: [call('a', { keys: ['a', 'b'] })] });
      const { rows } = await ledger.timings({ ...ALL, by: ['feature'] });
      expect(rows.map(({ key, latency }) => [key.feature, callsInHistogram(latency)])).toEqual([
        ['search', 1],
      ]);
      await ledger.reprice({}, () => costOf(5), { bookVersion: '2', at: T0, dryRun: false });
      expect(await known(ledger)).toEqual([[1, 1]]);
    });

    test('outlive the calls by route, and by nothing else', async () => {
      const ledger = await fresh();
      const events = [0, 20, 360, DAY / MINUTE].map((minute, i) =>
        call(`k${i}`, { startedAt: T0 + minute * MINUTE, latencyMs: 50, user: 'ann' }),
      );
      await ledger.append({ events });
      expect(await known(ledger, { to: T0 + 19 * MINUTE })).toEqual([[1, 0]]);
      await ledger.dropEventsBefore(T0 + HOUR);
      const ofApp = [{ dimension: 'app', op: '=', value: 'claude-code' }] as const;
      expect(await known(ledger)).toEqual([[4, 0]]);
      expect(await known(ledger, { where: ofApp })).toEqual([[4, 0]]);
      expect(await known(ledger, { from: T0 + 15 * MINUTE })).toEqual([[3, 0]]);
      expect(await known(ledger, { by: ['user'] })).toEqual([[2, 0]]);
      for (const zone of ZONES) {
        await ledger.rebuildDays(zone);
        expect(await known(ledger)).toEqual([[4, 0]]);
        // Midnight in New York.
        expect(await known(ledger, { to: T0 + 5 * HOUR })).toEqual([[2, 0]]);
        expect(await known(ledger, { to: T0 + 15 * MINUTE })).toEqual([[1, 0]]);
      }
    });

    test('any question is answered as the oracle does, after drops, merges and in any zone', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(timedEvents(30), { maxLength: 25 }), { minLength: 1, maxLength: 4 }),
          fc.array(timingQueries, { minLength: 1, maxLength: 10 }),
          fc.array(fc.constantFrom('drop', 'move', 'none'), { minLength: 4, maxLength: 4 }),
          fc.constantFrom(...ZONES),
          fc.integer({ min: 0, max: 4 * 24 * 60 }),
          async (batches, asked, steps, zone, minutes) => {
            const oracle = openMemoryLedger({ zone: 'Asia/Kolkata' });
            const ledger = await open('Asia/Kolkata');
            for (const [i, batch] of batches.entries()) {
              for (const each of [oracle, ledger]) {
                await each.append({ events: batch });
                if (steps[i] === 'drop') await each.dropEventsBefore(T0 + minutes * MINUTE);
                if (steps[i] === 'move') await each.rebuildDays(zone);
              }
              for (const query of asked)
                expect(await ledger.timings(query)).toEqual(await oracle.timings(query));
            }
            await ledger.close();
          },
        ),
        { numRuns: 80 },
      );
    });

    test('names a dimension that is none', async () => {
      const ledger = await fresh();
      await expect(ledger.timings({ ...ALL, by: ['colour' as never] })).rejects.toMatchObject({
        meterlineFault: { code: 'DIMENSION_UNKNOWN' },
      });
    });
  });
};

/** Calls of which most know how long they took. */
const timedEvents = (keys: number): fc.Arbitrary<PricedEvent> =>
  fc
    .tuple(
      events(keys),
      fc.record(
        {
          latencyMs: fc.oneof(fc.constantFrom(0, 0.4, 812.25), fc.nat(90_000)),
          timeToFirstTokenMs: fc.oneof(fc.constantFrom(0, 812.25), fc.nat(9_000)),
          tenant: fc.constantFrom('acme', 'globex'),
          environment: fc.constantFrom('production', 'test'),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([event, timing]) => ({ ...event, ...timing }));

const routeDimensions = fc.constantFrom(
  ...(['feature', 'tenant', 'model', 'provider', 'environment', 'app'] as const),
);
const routeValues = fc.constantFrom(
  null,
  'chat',
  'acme',
  'gpt-5.2',
  'anthropic',
  'production',
  'codex',
  'nobody',
);
const groupValues = fc.record({
  feature: fc.constantFrom(null, 'chat', 'search'),
  tenant: fc.constantFrom(null, 'acme'),
  model: fc.constantFrom('gpt-5.2', 'claude-opus-4-6'),
  user: fc.constantFrom(null, 'ann'),
});

/** Half of what is asked is asked of routes only; the other half of anything. */
const timingQueries: fc.Arbitrary<TimingQuery> = fc.oneof(
  queries.map(({ interval: _, limit: __, orderBy: ___, zone: ____, ...query }) => query),
  fc
    .record({
      from: fc.option(instants, { nil: undefined }),
      to: fc.option(instants, { nil: undefined }),
      by: fc.oneof(
        fc.uniqueArray(routeDimensions, { maxLength: 3 }),
        fc.constant(['feature', 'tenant', 'model'] as const),
        fc.constant(['feature', 'user'] as const),
      ),
      where: fc.array(
        fc.record({
          dimension: routeDimensions,
          op: fc.constantFrom('=', '!='),
          value: routeValues,
        } as const),
        { maxLength: 2 },
      ),
      groups: fc.option(fc.array(groupValues, { maxLength: 4 }), { nil: undefined }),
    })
    .map(
      (query) =>
        Object.fromEntries(
          Object.entries(query).filter(([, value]) => value !== undefined),
        ) as unknown as TimingQuery,
    ),
);
