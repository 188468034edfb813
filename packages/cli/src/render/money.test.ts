import { type CostTotals, NO_USAGE, type UsageTotals } from '@meterline/core';
import { expect, it } from 'vitest';
import { billedText, costText } from './money.ts';

const usage = (cost: Partial<CostTotals>, calls = 4): UsageTotals => ({
  ...NO_USAGE,
  calls,
  tokens: { ...NO_USAGE.tokens, total: 100 },
  cost: { ...NO_USAGE.cost, ...cost },
});

it.each([
  ['no calls', usage({}, 0), '–', '–'],
  ['an unknown price', usage({ unpricedCalls: 4 }), '— not priced', '—'],
  [
    'a price of some calls',
    usage({ listNanoUsd: 12e9, billedNanoUsd: 12e9, unpricedCalls: 1 }),
    '≥ $12.00',
    '$12.00',
  ],
  ['a model that costs nothing', usage({}), 'free', '$0.00'],
  ['a plan', usage({ listNanoUsd: 12e9 }), '$12.00', 'in plan'],
  ['an API key', usage({ listNanoUsd: 12e9, billedNanoUsd: 12e9 }), '$12.00', '$12.00'],
  ['less than a cent', usage({ listNanoUsd: 420_000, billedNanoUsd: 420_000 }), '$0.00042', '$0.00042'],
])('%s', (_name, totals, cost, billed) => {
  expect([costText(totals), billedText(totals)]).toEqual([cost, billed]);
});
