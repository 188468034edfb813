import { z } from '@hono/zod-openapi';
import { count, instant, list, nanoUsd, orNull, record } from './primitives.ts';

/** Core's `TokenTotals`. */
export const tokenTotals = z
  .object({
    input: count('Not from a cache.'),
    output: count(),
    reasoning: count('Inside output.'),
    cacheRead: count(),
    cacheWrite: count('Of every time to live.'),
    cacheWrite5m: count(),
    cacheWrite1h: count(),
    total: count(),
  })
  .openapi('TokenTotals');

/** Core's `CostTotals`. */
export const costTotals = z
  .object({
    listNanoUsd: nanoUsd(
      'At API list price. Calls without a price add nothing and are counted in unpricedCalls.',
    ),
    billedNanoUsd: nanoUsd('What leaves the account.'),
    reportedNanoUsd: nanoUsd('What the senders said.'),
    cacheSavedNanoUsd: nanoUsd('What cache reads cost less than sending the same tokens uncached.'),
    cachePremiumNanoUsd: nanoUsd('What cache writes cost above plain input.'),
    unpricedCalls: count(),
    unpricedTokens: count(),
  })
  .openapi('CostTotals');

const totalsFields = {
  calls: count(),
  errorCalls: count('Calls whose status is not ok.'),
  tokens: tokenTotals,
  cost: costTotals,
};

/** Core's `UsageTotals`. */
export const usageTotals = z.object(totalsFields).openapi('UsageTotals');

export const usageRow = z
  .object({
    key: record(z.string().nullable(), 'A value for each dimension; null where the calls have none.'),
    start: instant('At which the interval starts; null without an interval.').nullable(),
    ...totalsFields,
    previous: orNull(
      usageTotals,
      'The same in the period before: with compare=previous only; null for nothing.',
    ).optional(),
  })
  .openapi('UsageRow');

/** Parallel arrays, a value for each bucket of a series. */
export const measures = z
  .object({
    listNanoUsd: list(nanoUsd()),
    billedNanoUsd: list(nanoUsd()),
    tokens: list(count()),
    calls: list(count()),
    unpricedCalls: list(count()),
    cacheRead: list(count()),
    promptTokens: list(count('Input, cached or not.')),
  })
  .openapi('Measures');
