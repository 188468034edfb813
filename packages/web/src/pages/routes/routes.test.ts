import { NO_USAGE } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderIn, sortRows } from '../../parts/sort-rows.ts';
import { isNameless, knownOf, paceText, timesKnownText } from './route-words.ts';
import { ROUTE_ORDERS, type RouteRow, type Routes } from './sort-routes.ts';

const NO_TIMES: Routes['times'] = {
  timedCalls: 0,
  latencyP50Ms: null,
  latencyP95Ms: null,
  firstTokenCalls: 0,
  firstTokenP50Ms: null,
  tokensPerSecond: null,
};
const rowOf = (feature: string | null, part: Partial<RouteRow> = {}): RouteRow => ({
  ...NO_USAGE,
  key: { feature, tenant: null, model: 'm' },
  start: null,
  calls: 1,
  errorRate: 0,
  cacheHitRate: null,
  times: NO_TIMES,
  ...part,
});
const slow = (feature: string, latencyP95Ms: number | null) =>
  rowOf(feature, { times: { ...NO_TIMES, latencyP95Ms } });
const names = (rows: readonly RouteRow[]) => rows.map(({ key }) => key['feature']);

describe('the order of the routes', () => {
  it('has the slowest first, and last those of which nothing is known', () => {
    expect(names(sortRows([slow('?', null), slow('fast', 1), slow('slow', 9)], ROUTE_ORDERS.p95))).toEqual([
      'slow',
      'fast',
      '?',
    ]);
  });

  it('is by letters for names, with those that have none last', () => {
    expect(names(sortRows([rowOf(null), rowOf('b'), rowOf('a')], ROUTE_ORDERS.feature))).toEqual([
      'a',
      'b',
      null,
    ]);
  });

  it('is that of the page where the address says nothing that is known', () => {
    expect(orderIn(ROUTE_ORDERS, undefined, 'tokens')).toBe('tokens');
    expect(orderIn(ROUTE_ORDERS, 'nonsense', 'calls')).toBe('calls');
    expect(orderIn(ROUTE_ORDERS, 'p95', 'cost')).toBe('p95');
  });

  it('loses and invents no row, and is the same when sorted again', () => {
    const rows = fc.array(
      fc
        .tuple(fc.constantFrom('a', 'b', null), fc.option(fc.nat(5)))
        .map(([feature, latencyP95Ms]) => rowOf(feature, { times: { ...NO_TIMES, latencyP95Ms } })),
    );
    fc.assert(
      fc.property(rows, fc.constantFrom(...Object.values(ROUTE_ORDERS)), (given, order) => {
        const sorted = sortRows(given, order);
        expect(new Set(sorted)).toEqual(new Set(given));
        expect(sortRows(sorted, order)).toEqual(sorted);
      }),
    );
  });
});

describe('what is said of routes', () => {
  const answer = (timedCalls: number, calls: number, timedSince: number | null = null) =>
    ({
      rows: [rowOf('a', { calls })],
      times: { ...NO_TIMES, timedCalls },
      timedSince,
      zone: 'UTC',
    }) as unknown as Routes;

  it('is of how many calls the times are, unless of all', () => {
    expect(timesKnownText(answer(1204, 1204))).toBeUndefined();
    expect(timesKnownText(answer(812, 1204))).toMatch(/^Times are known of 812 of 1,204 calls: the gateway/);
    expect(timesKnownText(answer(0, 3))).toMatch(/^None of these 3 calls says .* OpenTelemetry say it,/);
    expect(timesKnownText(answer(1, 3, Date.UTC(2026, 10, 3)))).toMatch(/since 3 Nov 2026 were looked at\.$/);
    expect([knownOf(2, 3), knownOf(1, 1)]).toEqual(['of 2 of 3 calls', 'of all 1 call']);
  });

  it('is whether any has a name, and a pace that is read at a glance', () => {
    expect(isNameless(rowOf(null))).toBe(true);
    expect(isNameless(rowOf('a'))).toBe(false);
    expect(isNameless(rowOf(null, { key: { feature: null, tenant: 't', model: 'm' } }))).toBe(false);
    expect([3.14, 118.4, 1234].map(paceText)).toEqual(['3.1', '118', '1,234']);
  });
});
