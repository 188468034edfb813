import { NANO_PER_USD, type UsageRow, type UsageTotals } from '@meterline/core';
import { isoOrNull } from './envelope.ts';
import { count, instant, nullable, object, optional, record, type TypeOf, text, usd } from './shape.ts';

/** The figures that every report of usage gives, and their only conversion from the ledger's numbers. */
export const tokensShape = object(
  {
    input: count('Uncached.'),
    output: count('Reasoning included.'),
    reasoning: count('Inside output.'),
    cacheRead: count(),
    cacheWrite: count('Of every time to live.'),
    total: count(),
  },
  'Disjoint, but for reasoning.',
);

export const costShape = object({
  listUsd: nullable(usd('At API list price; null when no call has a known price.')),
  billedUsd: nullable(usd('What leaves the account; null when it is not known.')),
  reportedUsd: usd('What the senders said; calls without a report add nothing.'),
  unpricedCalls: count('Calls without a known price. They add nothing to the sums.'),
});

export const totalsFields = { calls: count(), tokens: tokensShape, cost: costShape };
const previousShape = object(totalsFields, 'The same in the period before, with --compare.');
export const totalsShape = object({ ...totalsFields, previous: optional(nullable(previousShape)) });
export const usageRowShape = object({
  key: record(nullable(text()), 'A value for each dimension of `by`; null where the calls have none.'),
  start: nullable(instant('Where the interval begins.')),
  ...totalsFields,
  previous: optional(nullable(previousShape)),
});

export type UsageFigures = Omit<TypeOf<typeof totalsShape>, 'previous'>;
export type JsonUsageRow = TypeOf<typeof usageRowShape>;
export type JsonUsageTotals = TypeOf<typeof totalsShape>;

/** Division of two integers below 2^53 is rounded once, so this prints as the exact decimal of the nano-USD. */
export const usdOf = (nanoUsd: number): number => nanoUsd / NANO_PER_USD;

/** The ledger's totals as JSON gives them. Where nothing is priced the cost is null: unknown is never 0. */
export const figuresOf = (totals: UsageTotals): UsageFigures => {
  const { tokens, cost } = totals;
  const unknown = totals.calls > 0 && cost.unpricedCalls >= totals.calls;
  return {
    calls: totals.calls,
    tokens: {
      input: tokens.input,
      output: tokens.output,
      reasoning: tokens.reasoning,
      cacheRead: tokens.cacheRead,
      cacheWrite: tokens.cacheWrite,
      total: tokens.total,
    },
    cost: {
      listUsd: unknown && cost.listNanoUsd === 0 ? null : usdOf(cost.listNanoUsd),
      billedUsd: unknown && cost.billedNanoUsd === 0 ? null : usdOf(cost.billedNanoUsd),
      reportedUsd: usdOf(cost.reportedNanoUsd),
      unpricedCalls: cost.unpricedCalls,
    },
  };
};

export const usageRowOf = (row: UsageRow): JsonUsageRow => ({
  key: row.key,
  start: isoOrNull(row.start),
  ...figuresOf(row),
});
