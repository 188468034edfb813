import { NO_USAGE } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CacheSession,
  type CacheUse,
  oneHourGain,
  savingBars,
  savingsOf,
  sessionHitRate,
  sessionNet,
  usesCache,
} from './cache-figures.ts';
import { hitRateOf, hitRates } from './hit-rates.ts';

const measures = (cacheRead: readonly number[], promptTokens: readonly number[]) => ({
  listNanoUsd: [],
  billedNanoUsd: [],
  tokens: [],
  calls: [],
  unpricedCalls: [],
  cacheRead,
  promptTokens,
});

describe('hit rates', () => {
  it('are not known where nothing was sent, which is not 0', () => {
    expect(hitRates(measures([0, 0, 30], [0, 10, 40]))).toEqual([null, 0, 0.75]);
    expect(hitRateOf(measures([0], [0]))).toBeNull();
  });

  it('lie between 0 and 1, and that of the whole between those of its parts', () => {
    const bucket = fc.tuple(fc.nat(1000), fc.nat(1000)).map(([read, fresh]) => [read, read + fresh] as const);
    fc.assert(
      fc.property(fc.array(bucket, { minLength: 1 }), (buckets) => {
        const given = measures(
          buckets.map(([read]) => read),
          buckets.map(([, sent]) => sent),
        );
        const rates = hitRates(given).filter((rate) => rate !== null);
        const whole = hitRateOf(given);
        for (const rate of rates) expect(rate >= 0 && rate <= 1).toBe(true);
        if (whole === null) expect(rates).toEqual([]);
        else {
          expect(whole).toBeGreaterThanOrEqual(Math.min(...rates) - 1e-12);
          expect(whole).toBeLessThanOrEqual(Math.max(...rates) + 1e-12);
        }
      }),
    );
  });
});

const useOf = (cacheSavedNanoUsd: number, cachePremiumNanoUsd: number, net: number | null): CacheUse => ({
  usage: { ...NO_USAGE, cost: { ...NO_USAGE.cost, cacheSavedNanoUsd, cachePremiumNanoUsd } },
  hitRate: null,
  netSavedNanoUsd: net,
  lapses: 0,
  lapsedTokens: 0,
  lapsesWithinHour: 0,
  lapsedWithinHourTokens: 0,
  lapsedNanoUsd: null,
  oneHourGainNanoUsd: null,
});

describe('what caching saved', () => {
  it('may be less than nothing', () => {
    expect(savingsOf(useOf(2, 9, -7))).toEqual({ grossNanoUsd: 2, premiumNanoUsd: 9, netNanoUsd: -7 });
  });

  it('is drawn on one scale, of which the larger amount is the whole', () => {
    expect(savingBars({ grossNanoUsd: 2, premiumNanoUsd: 8, netNanoUsd: -6 })).toEqual({
      gross: 0.25,
      premium: 1,
    });
    expect(savingBars({ grossNanoUsd: 0, premiumNanoUsd: 0, netNanoUsd: 0 })).toEqual({
      gross: 0,
      premium: 0,
    });
    expect(savingBars({ grossNanoUsd: -4, premiumNanoUsd: 4, netNanoUsd: -8 }).gross).toBe(0);
  });

  it('counts an hour only where it gains', () => {
    const row = { model: 'm', provider: 'p', project: null, lapsesWithinHour: 1 };
    expect(oneHourGain([])).toBe(0);
    expect(
      oneHourGain([
        { ...row, gainNanoUsd: 5 },
        { ...row, gainNanoUsd: -3 },
      ]),
    ).toBe(5);
  });

  it('needs a cache', () => {
    expect(usesCache({ usage: NO_USAGE })).toBe(false);
    expect(usesCache({ usage: { ...NO_USAGE, tokens: { ...NO_USAGE.tokens, cacheWrite: 1 } } })).toBe(true);
  });
});

describe('a session', () => {
  const session = (part: Partial<CacheSession>): CacheSession =>
    ({ ...NO_USAGE, calls: 2, ...part }) as CacheSession;

  it('has no rate without input, and no saving without a price', () => {
    expect(sessionHitRate(session({}))).toBeNull();
    expect(sessionNet(session({ cost: { ...NO_USAGE.cost, unpricedCalls: 2 } }))).toBeNull();
  });

  it('has both otherwise', () => {
    const tokens = { ...NO_USAGE.tokens, input: 10, cacheRead: 60, cacheWrite: 30 };
    expect(sessionHitRate(session({ tokens }))).toBe(0.6);
    const cost = { ...NO_USAGE.cost, cacheSavedNanoUsd: 4, cachePremiumNanoUsd: 6, unpricedCalls: 1 };
    expect(sessionNet(session({ cost }))).toBe(-2);
  });
});
